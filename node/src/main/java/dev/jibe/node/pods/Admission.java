package dev.jibe.node.pods;

import dev.jibe.node.launch.NodeFacts;
import dev.jibe.node.status.NodeTree;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.quantity.Quantity;
import dev.jibe.object.quota.PodTotals;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;

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
        var cpu = missing("cpu", newcomer, others, node.cpuMillis(), Quantity::milliValue);
        if (cpu.isPresent()) {
            return cpu;
        }
        var memory =
                missing("memory", newcomer, others, NodeTree.allocatableBytes(node.memoryBytes()), Quantity::value);
        if (memory.isPresent()) {
            return memory;
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

    private static Optional<Refusal> missing(
            String resource, Pod newcomer, List<Pod> others, long capacity, ToLongFunction<Quantity> unit) {
        long requested = request(newcomer, resource, unit);
        long used =
                others.stream().mapToLong(pod -> request(pod, resource, unit)).sum();
        return requested > 0 && requested > capacity - used
                ? Optional.of(new Refusal(
                        "OutOf" + resource,
                        "Node didn't have enough resource: " + resource + ", requested: " + requested + ", used: "
                                + used + ", capacity: " + capacity))
                : Optional.empty();
    }

    private static long request(Pod pod, String resource, ToLongFunction<Quantity> unit) {
        var quantity = PodTotals.requests(pod.tree()).get(resource);
        return quantity == null ? 0 : unit.applyAsLong(quantity);
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
