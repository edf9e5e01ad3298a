package dev.jibe.scheduler.score;

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
 * How much a pod and the pods around a node would like to be near each other: wishes count in both directions.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#inter-pod-affinity-and-anti-affinity">
 * Inter-pod affinity and anti-affinity</a>.
 */
final class PreferredAffinity {

    /** What it counts that another pod requires this one near it: upstream's default. */
    private static final long REQUIRED_WEIGHT = 1;

    private final PodInfo pod;
    private final Function<String, JsonMap> namespaceLabels;

    /** What being in a domain is worth, by the topology's key and the domain's value. */
    private final Map<String, Map<String, Long>> worth = new HashMap<>();

    PreferredAffinity(PodInfo pod, Collection<NodeInfo> nodes, Function<String, JsonMap> namespaceLabels) {
        this.pod = pod;
        this.namespaceLabels = namespaceLabels;
        boolean wishes = pod.affinity().hasWishes();
        for (var node : nodes) {
            for (var other : node.pods().values()) {
                if (wishes) {
                    addOwn(other, node);
                }
                if (!other.affinity().isNone()) {
                    addOfOther(other, node);
                }
            }
        }
    }

    private void addOwn(PodInfo other, NodeInfo node) {
        for (var wish : pod.affinity().preferred()) {
            add(wish.term(), other, node, wish.weight());
        }
        for (var wish : pod.affinity().preferredAnti()) {
            add(wish.term(), other, node, -wish.weight());
        }
    }

    private void addOfOther(PodInfo other, NodeInfo node) {
        for (var term : other.affinity().required()) {
            add(term, pod, node, REQUIRED_WEIGHT);
        }
        for (var wish : other.affinity().preferred()) {
            add(wish.term(), pod, node, wish.weight());
        }
        for (var wish : other.affinity().preferredAnti()) {
            add(wish.term(), pod, node, -wish.weight());
        }
    }

    private void add(AffinityTerm term, PodInfo about, NodeInfo node, long weight) {
        if (node.labels().has(term.topologyKey()) && term.selects(about, namespaceLabels)) {
            worth.computeIfAbsent(term.topologyKey(), ignored -> new HashMap<>())
                    .merge(node.labels().string(term.topologyKey()), weight, Long::sum);
        }
    }

    /** Adds 0 for the node that is worth least up to 100 for the one that is worth most, times a weight. */
    void addTo(long[] total, List<NodeInfo> candidates, int weight) {
        if (worth.isEmpty()) {
            return;
        }
        var values = candidates.stream().mapToLong(this::worthOf).toArray();
        long least = Long.MAX_VALUE;
        long most = Long.MIN_VALUE;
        for (long value : values) {
            least = Math.min(least, value);
            most = Math.max(most, value);
        }
        for (int i = 0; i < values.length && most > least; i++) {
            total[i] += weight * ((values[i] - least) * Scores.MAX / (most - least));
        }
    }

    private long worthOf(NodeInfo node) {
        long sum = 0;
        for (var entry : worth.entrySet()) {
            if (node.labels().has(entry.getKey())) {
                sum += entry.getValue().getOrDefault(node.labels().string(entry.getKey()), 0L);
            }
        }
        return sum;
    }
}
