package dev.jibe.controllers.daemonset;

import dev.jibe.controllers.pods.PodState;
import dev.jibe.object.api.apps.v1.DaemonSet;
import dev.jibe.object.api.v1.Node;
import dev.jibe.object.api.v1.Pod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The world as one DaemonSet sees it.
 *
 * @param hash of the present template
 * @param pods every pod in the namespace that it controls, or that has no controller
 * @param waits until when a failed pod on a node is left as it is
 */
record Observed(DaemonSet set, String hash, List<Node> nodes, List<Pod> pods, Map<String, Instant> waits, Instant now) {

    Observed {
        nodes = nodes.stream().sorted(Comparator.comparing(Node::name)).toList();
        waits = Map.copyOf(waits);
    }

    boolean isAvailable(Pod pod) {
        return PodState.isAvailable(pod, set.spec().minReadySeconds(), now);
    }

    /** The pods by the node they are on or were made for, but for those that have ended and are on their way out. */
    static Map<String, List<Pod>> byNode(List<Pod> held) {
        var result = new TreeMap<String, List<Pod>>();
        for (var pod : held) {
            var node = DaemonPod.nodeOf(pod);
            if (!node.isEmpty() && !(PodState.isFinished(pod) && pod.isTerminating())) {
                result.computeIfAbsent(node, same -> new ArrayList<>()).add(pod);
            }
        }
        result.values().forEach(pods -> pods.sort(DaemonPod.FIRST));
        return result;
    }
}
