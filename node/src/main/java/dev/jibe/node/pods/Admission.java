package dev.jibe.node.pods;

import dev.jibe.node.allocation.Fit;
import dev.jibe.node.launch.NodeFacts;
import dev.jibe.node.status.NodeTree;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.v1.Pod;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a node takes a pod that was bound to it: not everybody who binds pods is a scheduler.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#nodename">nodeName</a>.
 */
final class Admission {

    private static final String ANY_ADDRESS = "0.0.0.0";

    private Admission() {}

    /** Why a pod is not taken, as its status says it. */
    record Refusal(String reason, String message) {}

    /** A port of the node. */
    private record Port(String protocol, String address, int number) {
        boolean conflictsWith(Port other) {
            return protocol.equals(other.protocol)
                    && number == other.number
                    && (address.equals(other.address)
                            || address.equals(ANY_ADDRESS)
                            || other.address.equals(ANY_ADDRESS));
        }
    }

    /**
     * Decides about a pod.
     *
     * @param others the pods that the node has taken and that have not ended
     */
    static Optional<Refusal> of(Pod newcomer, List<Pod> others, NodeFacts node) {
        var missing = Fit.missing(newcomer, others, capacity(node));
        if (missing.isPresent()) {
            return missing.map(it -> new Refusal("OutOf" + it.resource(), it.message()));
        }
        var taken = new HashSet<Port>();
        others.forEach(pod -> taken.addAll(ports(pod)));
        boolean conflicts =
                ports(newcomer).stream().anyMatch(port -> taken.stream().anyMatch(port::conflictsWith));
        return conflicts
                ? Optional.of(new Refusal(
                        "NodePorts",
                        "Predicate NodePorts failed: node(s) didn't have free ports for the requested pod ports"))
                : Optional.empty();
    }

    static Fit.Capacity capacity(NodeFacts node) {
        return new Fit.Capacity(node.cpuMillis(), NodeTree.allocatableBytes(node.memoryBytes()));
    }

    private static Set<Port> ports(Pod pod) {
        var ports = new HashSet<Port>();
        for (var container : pod.spec().tree().list("containers").maps().toList()) {
            container
                    .list("ports")
                    .maps()
                    .filter(port -> port.number("hostPort") > 0)
                    .forEach(port -> ports.add(port(port)));
        }
        return ports;
    }

    private static Port port(JsonMap port) {
        var address = port.string("hostIP");
        var protocol = port.string("protocol");
        return new Port(protocol.isEmpty() ? "TCP" : protocol, address.isEmpty() ? ANY_ADDRESS : address, (int)
                port.number("hostPort"));
    }
}
