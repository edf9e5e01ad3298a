package dev.jibe.node.cri;

/** Limits of a container's cgroup; 0 leaves a limit as the runtime has it, {@code oomScoreAdjust} excepted. */
public record LinuxLimits(
        long cpuPeriodMicros, long cpuQuotaMicros, long cpuShares, long memoryLimitBytes, long oomScoreAdjust) {
    public static final LinuxLimits NONE = new LinuxLimits(0, 0, 0, 0, 0);
}
