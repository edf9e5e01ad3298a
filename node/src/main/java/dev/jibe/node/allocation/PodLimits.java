package dev.jibe.node.allocation;

import dev.jibe.object.JsonMap;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.quantity.Quantity;
import dev.jibe.object.quota.PodTotals;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the cgroup that holds all containers of a pod; a quota or limit of 0 is none.
 *
 * <p>See "Pod level cgroups" in <a href="https://kubernetes.io/docs/concepts/workloads/pods/pod-qos/">quality of
 * service</a> and KEP-2837.
 */
public record PodLimits(long cpuShares, long cpuQuotaMicros, long memoryLimitBytes) {
    public static final long PERIOD_MICROS = 100_000;
    private static final long MIN_QUOTA_MICROS = 1_000;
    private static final long MIN_SHARES = 2;
    private static final long SHARES_PER_CPU = 1024;

    /** What a pod's own spec makes of it; only limits that every container has bound the pod. */
    public static PodLimits of(Pod pod) {
        JsonMap tree = pod.tree().without("status");
        var limits = PodTotals.limits(tree);
        Quantity cpuRequest = PodTotals.requests(tree).get("cpu");
        Quantity cpu = isBound(tree, "cpu") ? limits.get("cpu") : null;
        Quantity memory = isBound(tree, "memory") ? limits.get("memory") : null;
        return new PodLimits(
                Math.max(MIN_SHARES, milli(cpuRequest) * SHARES_PER_CPU / 1000),
                cpu == null ? 0 : Math.max(MIN_QUOTA_MICROS, milli(cpu) * PERIOD_MICROS / 1000),
                memory == null ? 0 : memory.value());
    }

    private static long milli(@Nullable Quantity quantity) {
        return quantity == null ? 0 : quantity.milliValue();
    }

    private static boolean isBound(JsonMap pod, String resource) {
        JsonMap spec = pod.map("spec");
        return spec.map("resources").map("limits").has(resource)
                || Stream.concat(
                                spec.list("containers").maps(),
                                spec.list("initContainers").maps())
                        .allMatch(each -> each.map("resources").map("limits").has(resource));
    }

    PodLimits withMemoryOf(PodLimits other) {
        return new PodLimits(cpuShares, cpuQuotaMicros, other.memoryLimitBytes);
    }

    PodLimits withCpuOf(PodLimits other) {
        return new PodLimits(other.cpuShares, other.cpuQuotaMicros, memoryLimitBytes);
    }

    JsonMap tree() {
        return JsonMap.of("shares", cpuShares, "quota", cpuQuotaMicros, "memory", memoryLimitBytes);
    }

    static PodLimits from(JsonMap tree) {
        return new PodLimits(tree.number("shares"), tree.number("quota"), tree.number("memory"));
    }
}
