package dev.jibe.scheduler.bind;

import dev.jibe.scheduler.filter.Filters;
import dev.jibe.scheduler.score.Scores;
import dev.jibe.scheduler.snapshot.NodeInfo;
import dev.jibe.scheduler.snapshot.PodInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** Where one pod goes, decided from the nodes as they are known and nothing else. */
public sealed interface Decision {

    /** This node suits it best. */
    record Bind(String node) implements Decision {}

    /** No node will do; the message is upstream's. */
    record Unschedulable(String message) implements Decision {}

    /**
     * Decides.
     *
     * @param random chooses among equally good nodes
     */
    static Decision of(PodInfo pod, Collection<NodeInfo> nodes, RandomGenerator random) {
        if (nodes.isEmpty()) {
            return new Unschedulable("no nodes available to schedule pods");
        }
        var filters = Filters.of(pod, nodes);
        var candidates = new ArrayList<NodeInfo>();
        var reasons = new TreeMap<String, Integer>();
        for (var node : nodes) {
            List<String> why = List.of();
            for (var filter : filters) {
                why = filter.reject(node);
                if (!why.isEmpty()) {
                    break;
                }
            }
            if (why.isEmpty()) {
                candidates.add(node);
            } else {
                why.forEach(reason -> reasons.merge(reason, 1, Integer::sum));
            }
        }
        return candidates.isEmpty()
                ? new Unschedulable(message(nodes.size(), reasons))
                : new Bind(best(pod, candidates, nodes, random));
    }

    private static String message(int nodes, TreeMap<String, Integer> reasons) {
        var list = reasons.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .sorted()
                .collect(Collectors.joining(", "));
        return "0/" + nodes + " nodes are available: " + list + ".";
    }

    private static String best(
            PodInfo pod, List<NodeInfo> candidates, Collection<NodeInfo> all, RandomGenerator random) {
        if (candidates.size() == 1) {
            return candidates.getFirst().name();
        }
        var scores = Scores.of(pod, candidates, all);
        int best = 0;
        int equals = 1;
        for (int i = 1; i < scores.length; i++) {
            if (scores[i] > scores[best]) {
                best = i;
                equals = 1;
            } else if (scores[i] == scores[best] && random.nextInt(++equals) == 0) {
                best = i;
            }
        }
        return candidates.get(best).name();
    }
}
