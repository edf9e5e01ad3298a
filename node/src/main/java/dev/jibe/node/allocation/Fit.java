package dev.jibe.node.allocation;

import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.quantity.Quantity;
import dev.jibe.object.quota.PodTotals;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** Whether a node has room for what a pod asks for. */
public sealed interface Fit {

    /** There is room. */
    record Fits() implements Fit {}

    /** There would be if others had less. */
    record Deferred(String resource, String message) implements Fit {}

    /** There never will be. */
    record Infeasible(String message) implements Fit {}

    /** What a node can give to pods. */
    record Capacity(long cpuMillis, long memoryBytes) {}

    /**
     * Decides about a pod.
     *
     * @param others the pods that the node has taken and that have not ended, with what they were promised as their
     *     spec; what they still have according to their status counts if it is more
     */
    static Fit of(Pod pod, List<Pod> others, Capacity capacity) {
        Pod alone = Pod.KIND.of(pod.tree().without("status"));
        long memory = request(alone, "memory", Quantity::value);
        long cpu = request(alone, "cpu", Quantity::milliValue);
        if (memory > capacity.memoryBytes()) {
            return infeasible("memory", memory, capacity.memoryBytes());
        }
        if (cpu > capacity.cpuMillis()) {
            return infeasible("cpu", cpu, capacity.cpuMillis());
        }
        Optional<Deferred> missing = missing(pod, others, capacity);
        return missing.isPresent() ? missing.get() : new Fits();
    }

    private static Infeasible infeasible(String resource, long requested, long capacity) {
        return new Infeasible("Node didn't have enough capacity: " + resource + ", requested: " + requested
                + ", capacity: " + capacity);
    }

    /** The first resource of which others leave too little. */
    public static Optional<Deferred> missing(Pod pod, List<Pod> others, Capacity capacity) {
        return missing("cpu", pod, others, capacity.cpuMillis(), Quantity::milliValue)
                .or(() -> missing("memory", pod, others, capacity.memoryBytes(), Quantity::value));
    }

    private static Optional<Deferred> missing(
            String resource, Pod pod, List<Pod> others, long capacity, ToLongFunction<Quantity> unit) {
        long requested = request(pod, resource, unit);
        long used = others.stream()
                .mapToLong(other -> request(other, resource, unit))
                .sum();
        return requested > 0 && requested > capacity - used
                ? Optional.of(new Deferred(
                        resource,
                        "Node didn't have enough resource: " + resource + ", requested: " + requested + ", used: "
                                + used + ", capacity: " + capacity))
                : Optional.empty();
    }

    private static long request(Pod pod, String resource, ToLongFunction<Quantity> unit) {
        var quantity = PodTotals.requests(pod.tree()).get(resource);
        return quantity == null ? 0 : unit.applyAsLong(quantity);
    }
}
