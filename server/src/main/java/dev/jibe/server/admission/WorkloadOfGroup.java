package dev.jibe.server.admission;

import dev.jibe.object.JsonMap;
import dev.jibe.store.Store;

/**
 * Sees that the workload of whose template a new group of pods says it was made is there, and has that template.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/workloads/workload-api/">Workload API</a>.
 */
final class WorkloadOfGroup implements Admission.Validating {

    private static final String GROUP = "scheduling.k8s.io";
    private static final String WORKLOADS = "workloads." + GROUP;

    private final Store<JsonMap> store;

    WorkloadOfGroup(Store<JsonMap> store) {
        this.store = store;
    }

    @Override
    public void validate(Attributes attributes) {
        if (!attributes.isCreate() || !attributes.isOf(GROUP, "podgroups")) {
            return;
        }
        var reference =
                attributes.object().map("spec").map("podGroupTemplateRef").map("workload");
        if (reference.isEmpty()) {
            return;
        }
        var name = reference.string("workloadName");
        var template = reference.string("podGroupTemplateName");
        var entry = store.latest().get(WORKLOADS, attributes.namespace() + "/" + name);
        var quoted = "Workload \"" + name + "\"";
        if (entry == null) {
            throw attributes.forbidden("PodGroup rejected: " + quoted + " not found");
        }
        var workload = entry.value();
        if (workload.map("metadata").has("deletionTimestamp")) {
            throw attributes.forbidden("PodGroup rejected: " + quoted + " is being deleted");
        }
        var templates = workload.map("spec").list("podGroupTemplates");
        if (templates.maps().noneMatch(it -> it.string("name").equals(template))) {
            throw attributes.forbidden(
                    "PodGroup rejected: PodGroupTemplate \"" + template + "\" not found in " + quoted);
        }
    }
}
