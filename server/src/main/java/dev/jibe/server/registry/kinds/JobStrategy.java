package dev.jibe.server.registry.kinds;

import dev.jibe.object.JsonMap;
import dev.jibe.object.schema.ResourceInfo;
import dev.jibe.server.features.FeatureGates;

/** Jobs: unless told otherwise they select their own pods, by their uid. */
final class JobStrategy extends BuiltinStrategy {

    private static final String UID = "batch.kubernetes.io/controller-uid";

    JobStrategy(ResourceInfo info, FeatureGates features) {
        super(info, features);
    }

    @Override
    public JsonMap prepareForCreate(JsonMap object) {
        var job = super.prepareForCreate(object);
        var spec = job.map("spec");
        if (spec.bool("manualSelector")) {
            return job;
        }
        var name = job.map("metadata").string("name");
        var uid = job.map("metadata").string("uid");
        var template = spec.map("template");
        var labels = template.map("metadata")
                .map("labels")
                .with("controller-uid", uid)
                .with("job-name", name)
                .with(UID, uid)
                .with("batch.kubernetes.io/job-name", name);
        var metadata = template.map("metadata").with("labels", labels);
        var selector = spec.map("selector");
        selector = selector.with("matchLabels", selector.map("matchLabels").with(UID, uid));
        // Upstream's job and template share the labels that the template was given, unless the job has its own.
        var own = job.map("metadata").map("labels");
        boolean shared = !own.isEmpty() && own.equals(template.map("metadata").map("labels"));
        var labelled = shared ? job.withAt(labels, "metadata", "labels") : job;
        return labelled.with(
                "spec",
                spec.with("template", template.with("metadata", metadata)).with("selector", selector));
    }
}
