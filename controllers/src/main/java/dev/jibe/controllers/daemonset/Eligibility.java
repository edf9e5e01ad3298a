package dev.jibe.controllers.daemonset;

import dev.jibe.controllers.pods.Tolerance;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.apps.v1.DaemonSet;
import dev.jibe.object.api.v1.Node;
import dev.jibe.object.api.v1.Taint;
import dev.jibe.object.selector.LabelSelector;
import dev.jibe.object.selector.Requirement;

/**
 * Whether a daemon pod should be on a node.
 *
 * @param start one should be made if there is none
 * @param stay one that is there may stay
 */
record Eligibility(boolean start, boolean stay) {
    private static final Eligibility NONE = new Eligibility(false, false);

    static Eligibility of(DaemonSet set, Node node) {
        var spec = set.spec().template().spec();
        boolean isNamed = !spec.hasNodeName() || spec.nodeName().equals(node.name());
        if (!isNamed || !isSelected(spec.tree(), node)) {
            return NONE;
        }
        var tolerations = DaemonPod.tolerations(spec);
        boolean repelled = false;
        boolean evicted = false;
        for (Taint taint : node.spec().taints()) {
            if (!Tolerance.tolerates(tolerations, taint)) {
                evicted |= taint.effect().equals("NoExecute");
                repelled |= !taint.effect().equals("PreferNoSchedule");
            }
        }
        return new Eligibility(!repelled, !evicted);
    }

    private static boolean isSelected(JsonMap spec, Node node) {
        var labels = node.metadata().labelsTree();
        if (!LabelSelector.ofLabels(spec.map("nodeSelector")).matches(labels)) {
            return false;
        }
        var affinity = spec.map("affinity").map("nodeAffinity");
        var required = "requiredDuringSchedulingIgnoredDuringExecution";
        return !affinity.has(required)
                || affinity.map(required)
                        .list("nodeSelectorTerms")
                        .maps()
                        .anyMatch(term -> isSelectedBy(term, labels, node.name()));
    }

    /** An empty term selects nothing. */
    private static boolean isSelectedBy(JsonMap term, JsonMap labels, String name) {
        var expressions = term.list("matchExpressions");
        var fields = term.list("matchFields");
        return !(expressions.isEmpty() && fields.isEmpty())
                && expressions.maps().allMatch(it -> requirement(it).matches(labels))
                && fields.maps().allMatch(it -> requirement(it).matches(JsonMap.of("metadata.name", name)));
    }

    private static Requirement requirement(JsonMap expression) {
        return new Requirement(
                expression.string("key"),
                LabelSelector.operator(expression.string("operator")),
                expression.list("values").strings().toList());
    }
}
