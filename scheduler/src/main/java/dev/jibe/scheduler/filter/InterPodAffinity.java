package dev.jibe.scheduler.filter;

import dev.jibe.scheduler.snapshot.NodeInfo;
import dev.jibe.scheduler.snapshot.PodInfo;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Takes pods to the pods that they require near, and away from those they must not meet, in both directions.
 *
 * <p>Namespace selectors other than the empty one are not evaluated yet; see docs/status.md.
 */
final class InterPodAffinity implements Filter {

    /** A topology's key and one of its values. */
    private record Domain(String key, String value) {}

    private final PodInfo pod;
    private final List<AffinityTerm> affinity;
    private final List<AffinityTerm> antiAffinity;
    private final Set<Domain> near = new HashSet<>();
    private final Set<Domain> avoided = new HashSet<>();
    private final Set<Domain> forbiddenByOthers = new HashSet<>();

    InterPodAffinity(PodInfo pod, Collection<NodeInfo> nodes) {
        this.pod = pod;
        this.affinity = AffinityTerm.required(pod, "podAffinity");
        this.antiAffinity = AffinityTerm.required(pod, "podAntiAffinity");
        for (var node : nodes) {
            for (var other : node.pods().values()) {
                collect(affinity, other, node, near);
                collect(antiAffinity, other, node, avoided);
                if (other.spec().map("affinity").has("podAntiAffinity")) {
                    for (var term : AffinityTerm.required(other, "podAntiAffinity")) {
                        if (term.selects(pod)) {
                            forbiddenByOthers.add(domain(term, node));
                        }
                    }
                }
            }
        }
    }

    private static void collect(List<AffinityTerm> terms, PodInfo other, NodeInfo node, Set<Domain> into) {
        for (var term : terms) {
            if (term.selects(other)) {
                into.add(domain(term, node));
            }
        }
    }

    private static Domain domain(AffinityTerm term, NodeInfo node) {
        return new Domain(term.topologyKey(), node.labels().string(term.topologyKey()));
    }

    @Override
    public List<String> reject(NodeInfo node) {
        for (var domain : forbiddenByOthers) {
            if (!domain.value().isEmpty() && node.labels().string(domain.key()).equals(domain.value())) {
                return List.of("node(s) didn't satisfy existing pods anti-affinity rules");
            }
        }
        for (var term : antiAffinity) {
            if (node.labels().has(term.topologyKey()) && avoided.contains(domain(term, node))) {
                return List.of("node(s) didn't match pod anti-affinity rules");
            }
        }
        // The first of a group that wants to be together has nobody to be with yet.
        boolean first = near.isEmpty() && affinity.stream().allMatch(term -> term.selects(pod));
        for (var term : affinity) {
            boolean labelled = node.labels().has(term.topologyKey());
            if (!labelled || (!first && !near.contains(domain(term, node)))) {
                return List.of("node(s) didn't match pod affinity rules");
            }
        }
        return List.of();
    }
}
