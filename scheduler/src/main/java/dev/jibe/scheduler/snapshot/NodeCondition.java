package dev.jibe.scheduler.snapshot;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which nodes a spread constraint looks at.
 *
 * @param wish the nodes that the pod may be on, if that matters
 * @param tolerations those that decide about taints, if taints matter
 * @param keys labels that the node has to have
 */
record NodeCondition(Optional<NodeWish> wish, Optional<List<Toleration>> tolerations, Set<String> keys) {

    static NodeCondition of(SpreadConstraint constraint, Template pod, Set<String> keys) {
        return new NodeCondition(
                constraint.affinityCounts() ? Optional.of(pod.nodes()) : Optional.empty(),
                constraint.taintsCount() ? Optional.of(pod.tolerations()) : Optional.empty(),
                keys);
    }

    boolean holds(NodeInfo node) {
        for (var key : keys) {
            if (!node.labels().has(key)) {
                return false;
            }
        }
        if (wish.isPresent() && !wish.get().allows(node)) {
            return false;
        }
        if (tolerations.isPresent()) {
            for (var taint : node.taints()) {
                if (!Toleration.anyOf(tolerations.get(), taint)) {
                    return false;
                }
            }
        }
        return true;
    }
}
