package dev.jibe.controllers.nodelifecycle;

import dev.jibe.object.api.v1.Node;
import dev.jibe.object.api.v1.NodeCondition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The conditions of a node of which nothing has been heard for too long. */
final class Silence {
    private static final List<String> TYPES = List.of("Ready", "MemoryPressure", "DiskPressure", "PIDPressure");

    private Silence() {}

    /** The node's conditions with those that only the node itself can know set to Unknown. */
    static List<NodeCondition> conditions(Node node, Instant now) {
        var result = new ArrayList<NodeCondition>();
        for (var condition : node.status().conditions()) {
            boolean isKnown =
                    TYPES.contains(condition.type()) && !condition.status().equals("Unknown");
            result.add(
                    isKnown
                            ? condition
                                    .withStatus("Unknown")
                                    .withReason("NodeStatusUnknown")
                                    .withMessage("Kubelet stopped posting node status.")
                                    .withLastTransitionTime(now)
                            : condition);
        }
        for (var type : TYPES) {
            if (result.stream().noneMatch(condition -> condition.type().equals(type))) {
                result.add(NodeCondition.EMPTY
                        .withType(type)
                        .withStatus("Unknown")
                        .withReason("NodeStatusNeverUpdated")
                        .withMessage("Kubelet never posted node status.")
                        .withLastHeartbeatTime(node.metadata().creationTimestamp())
                        .withLastTransitionTime(now));
            }
        }
        return result;
    }
}
