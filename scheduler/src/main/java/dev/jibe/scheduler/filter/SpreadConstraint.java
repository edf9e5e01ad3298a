package dev.jibe.scheduler.filter;

import dev.jibe.object.JsonMap;
import dev.jibe.object.selector.LabelSelector;
import dev.jibe.object.selector.Requirement;
import dev.jibe.scheduler.snapshot.NodeInfo;
import dev.jibe.scheduler.snapshot.PodInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One topology spread constraint of a pod.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/">Pod Topology
 * Spread Constraints</a>.
 */
public record SpreadConstraint(
        int maxSkew,
        String topologyKey,
        LabelSelector selector,
        int minDomains,
        boolean affinityCounts,
        boolean taintsCount) {

    public static SpreadConstraint of(JsonMap constraint, PodInfo pod) {
        var base = constraint.has("labelSelector")
                ? LabelSelector.of(constraint.map("labelSelector"))
                : LabelSelector.NOTHING;
        var requirements = new ArrayList<>(base.requirements());
        constraint
                .list("matchLabelKeys")
                .strings()
                .filter(pod.labels()::has)
                .forEach(key -> requirements.add(new Requirement(
                        key, Requirement.Operator.EQUALS, List.of(pod.labels().string(key)))));
        return new SpreadConstraint(
                (int) constraint.number("maxSkew"),
                constraint.string("topologyKey"),
                new LabelSelector(requirements),
                (int) Math.max(1, constraint.number("minDomains")),
                !constraint.string("nodeAffinityPolicy").equals("Ignore"),
                constraint.string("nodeTaintsPolicy").equals("Honor"));
    }

    /** How many matching pods each domain has, counting only nodes that the pod could be on. */
    public Map<String, Integer> counts(PodInfo pod, Collection<NodeInfo> nodes) {
        var counts = new HashMap<String, Integer>();
        for (var node : nodes) {
            var domain = node.labels().string(topologyKey);
            if (domain.isEmpty() || !isCounted(pod, node)) {
                continue;
            }
            counts.merge(domain, matching(pod, node), Integer::sum);
        }
        return counts;
    }

    boolean isCounted(PodInfo pod, NodeInfo node) {
        return (!affinityCounts || NodeAffinity.matches(pod, node))
                && (!taintsCount || new TaintToleration(pod).reject(node).isNone());
    }

    private int matching(PodInfo pod, NodeInfo node) {
        int matching = 0;
        for (var other : node.pods().values()) {
            if (counts(pod, other)) {
                matching++;
            }
        }
        return matching;
    }

    /** Whether another pod is one of those that are spread. */
    boolean counts(PodInfo pod, PodInfo other) {
        boolean same = other.pod().namespace().equals(pod.pod().namespace());
        return same && !other.pod().isTerminating() && selector.matches(other.labels());
    }

    /** Whether the pod itself is one of those that are spread. */
    public boolean includes(PodInfo pod) {
        return selector.matches(pod.labels());
    }
}
