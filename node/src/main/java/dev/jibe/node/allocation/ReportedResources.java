package dev.jibe.node.allocation;

import dev.jibe.node.cri.LinuxLimits;
import dev.jibe.object.JsonMap;
import dev.jibe.object.quantity.Quantity;

/**
 * The resources that a container's status shows: as promised, where its cgroup has the effect of that, else what the
 * cgroup says. Small amounts that the kernel cannot tell apart so keep the numbers that were asked for.
 */
public final class ReportedResources {
    private static final long SHARES_PER_CPU = 1024;

    private ReportedResources() {}

    public static JsonMap of(JsonMap promised, LinuxLimits wanted, LinuxLimits actual) {
        JsonMap shown = promised;
        JsonMap limits = promised.map("limits");
        if (limits.has("cpu") && actual.cpuQuotaMicros() != wanted.cpuQuotaMicros()) {
            limits = actual.cpuQuotaMicros() == 0
                    ? limits.without("cpu")
                    : limits.with("cpu", cpu(actual.cpuQuotaMicros(), Math.max(1, actual.cpuPeriodMicros())));
        }
        if (limits.has("memory") && actual.memoryLimitBytes() != wanted.memoryLimitBytes()) {
            limits = actual.memoryLimitBytes() == 0
                    ? limits.without("memory")
                    : limits.with("memory", bytes(actual.memoryLimitBytes()));
        }
        if (!limits.equals(promised.map("limits"))) {
            shown = limits.isEmpty() ? shown.without("limits") : shown.with("limits", limits);
        }
        if (promised.map("requests").has("cpu") && actual.cpuShares() != wanted.cpuShares()) {
            shown = shown.withAt(cpu(actual.cpuShares(), SHARES_PER_CPU), "requests", "cpu");
        }
        return shown;
    }

    private static String cpu(long amount, long whole) {
        return Quantity.ofMilli(Math.ceilDiv(amount * 1000, whole)).toString();
    }

    private static String bytes(long amount) {
        long unit = 1;
        var suffixes = new String[] {"", "Ki", "Mi", "Gi", "Ti"};
        int step = 0;
        while (step < suffixes.length - 1 && amount % (unit * 1024) == 0) {
            unit *= 1024;
            step++;
        }
        return amount / unit + suffixes[step];
    }
}
