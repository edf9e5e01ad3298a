package dev.jibe.scheduler.snapshot;

import dev.jibe.object.JsonMap;
import dev.jibe.object.api.v1.Pod;
import java.util.LinkedHashMap;
import java.util.Map;

/** The templates that were met lately, so that equal pods share one. Belongs to the scheduler's one thread. */
public final class Templates {

    private static final int REMEMBERED = 8192;

    private final Map<Template.Signature, Template> known = new LinkedHashMap<>(256, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Template.Signature, Template> eldest) {
            return size() > REMEMBERED;
        }
    };

    Template of(Pod pod) {
        return known.computeIfAbsent(signature(pod), Template::new);
    }

    /** The template of pods that differ from this one's in their labels only. */
    Template with(Template template, JsonMap labels) {
        return known.computeIfAbsent(template.signature().with(labels), Template::new);
    }

    /** A template for one pod alone. */
    static Template alone(Pod pod) {
        return new Template(signature(pod));
    }

    private static Template.Signature signature(Pod pod) {
        var metadata = pod.tree().map("metadata");
        var spec = pod.tree().map("spec");
        var status = pod.tree().map("status");
        return new Template.Signature(
                metadata.string("namespace"),
                metadata.map("labels"),
                owner(metadata),
                spec.string("schedulerName"),
                spec.number("priority"),
                spec.map("nodeSelector"),
                spec.map("affinity"),
                spec.list("tolerations"),
                spec.list("topologySpreadConstraints"),
                Demand.of(spec, status));
    }

    private static JsonMap owner(JsonMap metadata) {
        for (var reference : metadata.list("ownerReferences").maps().toList()) {
            if (reference.bool("controller")) {
                return reference;
            }
        }
        return JsonMap.EMPTY;
    }
}
