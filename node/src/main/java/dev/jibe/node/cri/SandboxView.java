package dev.jibe.node.cri;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A sandbox as the runtime reports it; {@code ips} only in the answer about one sandbox. */
public record SandboxView(
        String id,
        String name,
        String namespace,
        String uid,
        int attempt,
        boolean ready,
        Instant createdAt,
        List<String> ips,
        Map<String, String> labels,
        Map<String, String> annotations) {}
