package dev.jibe.scheduler.filter;

import dev.jibe.object.JsonMap;
import dev.jibe.scheduler.snapshot.AffinityTerm;
import dev.jibe.scheduler.snapshot.NodeInfo;
import dev.jibe.scheduler.snapshot.PodInfo;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Takes pods to the pods that they require near, and away from those they must not meet, in both directions.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#inter-pod-affinity-and-anti-affinity">
 * Inter-pod affinity and anti-affinity</a>.
 */
final class InterPodAffinity implements Filter {

    /** A topology's key and one of its values. */
    private record Domain(String key, String value) {}

    private final PodInfo pod;
    private final List<AffinityTerm> affinity;
    private final List<AffinityTerm> antiAffinity;
    private final Function<String, JsonMap> namespaceLabels;

    /** How many pods of each domain this pod wants, does not want, and is not wanted by. */
    private final Map<Domain, Integer> near = new HashMap<>();

    private final Map<Domain, Integer> avoided = new HashMap<>();
    private final Map<Domain, Integer> avoiding = new HashMap<>();

    InterPodAffinity(PodInfo pod, Collection<NodeInfo> nodes, Function<String, JsonMap> namespaceLabels) {
        this.pod = pod;
        this.affinity = pod.affinity().required();
        this.antiAffinity = pod.affinity().requiredAnti();
        this.namespaceLabels = namespaceLabels;
        boolean particular = !affinity.isEmpty() || !antiAffinity.isEmpty();
        for (var node : nodes) {
            for (var other : node.pods().values()) {
                if (particular || !other.affinity().requiredAnti().isEmpty()) {
                    count(other, node, 1);
                }
            }
        }
    }

    @Override
    public void count(PodInfo other, NodeInfo node, int sign) {
        if (!affinity.isEmpty() && allSelect(other)) {
            affinity.forEach(term -> add(near, term, node, sign));
        }
        for (var term : antiAffinity) {
            if (term.selects(other, namespaceLabels)) {
                add(avoided, term, node, sign);
            }
        }
        for (var term : other.affinity().requiredAnti()) {
            if (term.selects(pod, namespaceLabels)) {
                add(avoiding, term, node, sign);
            }
        }
    }

    private boolean allSelect(PodInfo other) {
        return affinity.stream().allMatch(term -> term.selects(other, namespaceLabels));
    }

    private static void add(Map<Domain, Integer> counts, AffinityTerm term, NodeInfo node, int sign) {
        if (node.labels().has(term.topologyKey())) {
            counts.merge(
                    new Domain(term.topologyKey(), node.labels().string(term.topologyKey())),
                    sign,
                    (a, b) -> a + b == 0 ? null : a + b);
        }
    }

    @Override
    public Rejection reject(NodeInfo node) {
        // The first of a group that wants to be together has nobody to be with yet.
        boolean first = near.isEmpty() && allSelect(pod);
        for (var term : affinity) {
            boolean labelled = node.labels().has(term.topologyKey());
            if (!labelled || (!first && !isIn(near, term.topologyKey(), node))) {
                return Rejection.lasting("node(s) didn't match pod affinity rules");
            }
        }
        for (var term : antiAffinity) {
            if (isIn(avoided, term.topologyKey(), node)) {
                return Rejection.curable("node(s) didn't match pod anti-affinity rules");
            }
        }
        if (!avoiding.isEmpty() && avoiding.keySet().stream().anyMatch(domain -> isIn(domain, node))) {
            return Rejection.curable("node(s) didn't satisfy existing pods anti-affinity rules");
        }
        return Rejection.NONE;
    }

    private static boolean isIn(Map<Domain, Integer> counts, String key, NodeInfo node) {
        return node.labels().has(key)
                && counts.containsKey(new Domain(key, node.labels().string(key)));
    }

    private static boolean isIn(Domain domain, NodeInfo node) {
        return node.labels().has(domain.key())
                && node.labels().string(domain.key()).equals(domain.value());
    }
}
