package dev.jibe.node.launch;

import dev.jibe.node.cri.LinuxLimits;
import dev.jibe.object.api.v1.Container;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.quantity.Quantity;
import org.jspecify.annotations.Nullable;

/**
 * A container's requests and limits as cgroup settings.
 *
 * <p>See https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/.
 */
public final class Limits {
    private static final long PERIOD_MICROS = 100_000;
    private static final long MIN_QUOTA_MICROS = 1_000;
    private static final long MIN_SHARES = 2;
    private static final long SHARES_PER_CPU = 1024;

    private Limits() {}

    public static LinuxLimits of(Pod pod, Container container, NodeFacts node) {
        var requests = container.resources().requests();
        var limits = container.resources().limits();
        Quantity cpuLimit = limits.get("cpu");
        Quantity cpuRequest = requests.containsKey("cpu") ? requests.get("cpu") : cpuLimit;
        Quantity memoryLimit = limits.get("memory");
        long shares = Math.max(MIN_SHARES, milli(cpuRequest) * SHARES_PER_CPU / 1000);
        long quota = cpuLimit == null ? 0 : Math.max(MIN_QUOTA_MICROS, milli(cpuLimit) * PERIOD_MICROS / 1000);
        Quantity memoryRequest = requests.containsKey("memory") ? requests.get("memory") : memoryLimit;
        return new LinuxLimits(
                quota == 0 ? 0 : PERIOD_MICROS,
                quota,
                shares,
                memoryLimit == null ? 0 : memoryLimit.value(),
                oomScore(pod, memoryRequest == null ? 0 : memoryRequest.value(), node.memoryBytes()));
    }

    private static long milli(@Nullable Quantity quantity) {
        return quantity == null ? 0 : quantity.milliValue();
    }

    /** The kernel kills the highest first; what a pod asked for in advance protects it. */
    private static long oomScore(Pod pod, long memoryRequestBytes, long memoryBytes) {
        return switch (QualityOfService.of(pod)) {
            case GUARANTEED -> -997;
            case BEST_EFFORT -> 1000;
            case BURSTABLE -> Math.clamp(1000 - 1000 * memoryRequestBytes / Math.max(1, memoryBytes), 3, 999);
        };
    }
}
