package dev.jibe.node.cri;

import java.time.Instant;
import java.util.Map;

/** What a container has used; the CPU figure is the sum over all cores since the container began. */
public record ContainerUsage(
        String containerId,
        Map<String, String> labels,
        Instant at,
        long cpuNanos,
        long memoryWorkingSetBytes,
        long memoryUsageBytes,
        long memoryRssBytes,
        long writableLayerBytes) {}
