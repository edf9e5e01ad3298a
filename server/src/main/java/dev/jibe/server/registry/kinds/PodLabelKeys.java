package dev.jibe.server.registry.kinds;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import java.util.List;

/**
 * Label keys of a new pod's affinity and spreading, written out as requirements with the pod's own values.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#matchlabelkeys">matchLabelKeys</a>.
 */
final class PodLabelKeys {

    private PodLabelKeys() {}

    static JsonMap apply(JsonMap pod) {
        var labels = pod.map("metadata").map("labels");
        var spec = pod.map("spec");
        if (labels.isEmpty() || !spec.has("affinity") && !spec.has("topologySpreadConstraints")) {
            return pod;
        }
        var result = spec;
        for (var kind : List.of("podAffinity", "podAntiAffinity")) {
            var affinity = result.map("affinity").map(kind);
            if (affinity.isEmpty()) {
                continue;
            }
            var required = "requiredDuringSchedulingIgnoredDuringExecution";
            var preferred = "preferredDuringSchedulingIgnoredDuringExecution";
            if (affinity.has(required)) {
                affinity = affinity.with(required, affinity.list(required).map(t -> term((JsonMap) t, labels)));
            }
            if (affinity.has(preferred)) {
                affinity = affinity.with(
                        preferred,
                        affinity.list(preferred)
                                .map(w -> ((JsonMap) w)
                                        .with("podAffinityTerm", term(((JsonMap) w).map("podAffinityTerm"), labels))));
            }
            result = result.withAt(affinity, "affinity", kind);
        }
        if (result.has("topologySpreadConstraints")) {
            result = result.with(
                    "topologySpreadConstraints",
                    result.list("topologySpreadConstraints").map(c -> term((JsonMap) c, labels)));
        }
        return pod.with("spec", result);
    }

    private static JsonMap term(JsonMap term, JsonMap labels) {
        if (!term.has("labelSelector")) {
            return term;
        }
        var selector = term.map("labelSelector");
        selector = with(selector, term.list("matchLabelKeys"), labels, "In");
        selector = with(selector, term.list("mismatchLabelKeys"), labels, "NotIn");
        return term.with("labelSelector", selector);
    }

    private static JsonMap with(JsonMap selector, JsonList keys, JsonMap labels, String operator) {
        var expressions = selector.list("matchExpressions");
        for (var key : keys.strings().toList()) {
            if (labels.has(key)) {
                expressions = expressions.with(
                        JsonMap.of("key", key, "operator", operator, "values", JsonList.of(labels.string(key))));
            }
        }
        return expressions.isEmpty() ? selector : selector.with("matchExpressions", expressions);
    }
}
