package dev.jibe.scheduler.plain;

import dev.jibe.object.JsonMap;
import dev.jibe.object.selector.LabelSelector;
import dev.jibe.object.selector.Requirement;
import java.util.List;
import java.util.Map;

/** What the API's documentation says that terms, tolerations and selectors mean, read from the objects each time. */
public final class PlainRules {

    private PlainRules() {}

    static boolean tolerates(JsonMap pod, JsonMap taint) {
        return pod.map("spec").list("tolerations").maps().anyMatch(t -> {
            boolean effect = t.string("effect").isEmpty() || t.string("effect").equals(taint.string("effect"));
            boolean key = t.string("key").isEmpty() || t.string("key").equals(taint.string("key"));
            boolean exists = t.string("operator").equals("Exists");
            boolean value =
                    exists || (!t.string("key").isEmpty() && t.string("value").equals(taint.string("value")));
            return effect && key && value;
        });
    }

    static boolean toleratesAll(JsonMap pod, PlainNode node) {
        return node.tree
                .map("spec")
                .list("taints")
                .maps()
                .filter(taint -> !taint.string("effect").equals("PreferNoSchedule"))
                .allMatch(taint -> tolerates(pod, taint));
    }

    static boolean wants(JsonMap pod, PlainNode node) {
        var selector = pod.map("spec").map("nodeSelector");
        var affinity = pod.map("spec").map("affinity").map("nodeAffinity");
        var required = "requiredDuringSchedulingIgnoredDuringExecution";
        return LabelSelector.ofLabels(selector).matches(node.labels())
                && (!affinity.has(required)
                        || affinity.map(required)
                                .list("nodeSelectorTerms")
                                .maps()
                                .anyMatch(term -> matches(term, node)));
    }

    static boolean matches(JsonMap term, PlainNode node) {
        return !term.list("matchExpressions").isEmpty()
                && term.list("matchExpressions")
                        .maps()
                        .allMatch(e -> new Requirement(
                                        e.string("key"),
                                        LabelSelector.operator(e.string("operator")),
                                        e.list("values").strings().toList())
                                .matches(node.labels()));
    }

    public static String namespace(JsonMap pod) {
        return pod.map("metadata").string("namespace");
    }

    static JsonMap labels(JsonMap pod) {
        return pod.map("metadata").map("labels");
    }

    /** Whether a term of one pod is about another. */
    static boolean isAbout(JsonMap term, JsonMap owner, JsonMap other, Map<String, JsonMap> namespaces) {
        if (!term.has("labelSelector")) {
            return false;
        }
        boolean labels = LabelSelector.of(term.map("labelSelector")).matches(labels(other))
                && term.list("matchLabelKeys")
                        .strings()
                        .filter(labels(owner)::has)
                        .allMatch(key ->
                                labels(owner).string(key).equals(labels(other).string(key)));
        var named = term.list("namespaces").strings().toList();
        var home = namespace(other);
        boolean selected = term.has("namespaceSelector")
                && LabelSelector.of(term.map("namespaceSelector"))
                        .matches(namespaces.getOrDefault(home, JsonMap.EMPTY));
        boolean own = named.isEmpty() && !term.has("namespaceSelector") && home.equals(namespace(owner));
        return labels && (named.contains(home) || selected || own);
    }

    static List<JsonMap> terms(JsonMap pod, String kind) {
        return pod.map("spec")
                .map("affinity")
                .map(kind)
                .list("requiredDuringSchedulingIgnoredDuringExecution")
                .maps()
                .toList();
    }

    static List<JsonMap> wishes(JsonMap pod, String kind) {
        return pod.map("spec")
                .map("affinity")
                .map(kind)
                .list("preferredDuringSchedulingIgnoredDuringExecution")
                .maps()
                .toList();
    }

    static List<JsonMap> spread(JsonMap pod, boolean hard) {
        return pod.map("spec")
                .list("topologySpreadConstraints")
                .maps()
                .filter(c -> c.string("whenUnsatisfiable").equals("DoNotSchedule") == hard)
                .toList();
    }

    /** Whether a constraint of one pod counts another. */
    static boolean isSpread(JsonMap constraint, JsonMap owner, JsonMap other) {
        var selector = LabelSelector.of(constraint.map("labelSelector"));
        return namespace(owner).equals(namespace(other))
                && !other.map("metadata").has("deletionTimestamp")
                && !selector.isEmpty()
                && selector.matches(labels(other));
    }

    /** Whether a constraint looks at a node. */
    static boolean isCounted(JsonMap constraint, JsonMap pod, PlainNode node, List<JsonMap> all) {
        return all.stream().allMatch(c -> node.labels().has(c.string("topologyKey")))
                && (constraint.string("nodeAffinityPolicy").equals("Ignore") || wants(pod, node))
                && (!constraint.string("nodeTaintsPolicy").equals("Honor") || toleratesAll(pod, node));
    }
}
