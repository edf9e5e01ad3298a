package dev.jibe.scheduler.gang;

import dev.jibe.scheduler.snapshot.ClusterInfo;
import dev.jibe.scheduler.snapshot.NodeInfo;
import dev.jibe.scheduler.snapshot.PodInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * The sets of nodes on one of which all pods of a group must be.
 *
 * @param problem why they cannot be told; empty if they can
 */
record Placements(List<NodeInfo[]> nodes, String problem) {

    /** All nodes if the group does not mind, else those of each domain; of one only if the group has pods there. */
    static Placements of(Gang gang, List<PodInfo> placed, ClusterInfo cluster) {
        var key = gang.topologyKey();
        if (key.isEmpty()) {
            return new Placements(List.<NodeInfo[]>of(cluster.ordered()), "");
        }
        var taken = "";
        for (var pod : placed) {
            var node = cluster.nodeOf(pod.key());
            if (node == null || !node.labels().has(key)) {
                return unclear("no topology domain found for pod " + pod.key());
            }
            var domain = node.labels().string(key);
            if (!taken.isEmpty() && !taken.equals(domain)) {
                return unclear("more than 1 domain found for pod group: " + taken + ", " + domain);
            }
            taken = domain;
        }
        var domains = new LinkedHashMap<String, List<NodeInfo>>();
        for (var node : cluster.ordered()) {
            if (node.labels().has(key)
                    && (placed.isEmpty() || node.labels().string(key).equals(taken))) {
                domains.computeIfAbsent(node.labels().string(key), ignored -> new ArrayList<>())
                        .add(node);
            }
        }
        return new Placements(
                domains.values().stream()
                        .map(nodes -> nodes.toArray(NodeInfo[]::new))
                        .toList(),
                "");
    }

    private static Placements unclear(String why) {
        return new Placements(List.of(), "cannot determine domain for already scheduled pods: " + why);
    }
}
