package dev.jibe.scheduler.config;

import java.util.List;

/** How much a resource counts among others. */
public record ResourceWeight(String resource, long weight) {
    public static final List<ResourceWeight> CPU_AND_MEMORY =
            List.of(new ResourceWeight("cpu", 1), new ResourceWeight("memory", 1));
}
