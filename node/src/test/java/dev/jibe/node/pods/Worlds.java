package dev.jibe.node.pods;

import dev.jibe.node.cri.ContainerView;
import dev.jibe.node.cri.LinuxLimits;
import dev.jibe.node.cri.SandboxView;
import dev.jibe.node.launch.NodeFacts;
import dev.jibe.node.probe.Health;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.yaml.Yaml;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A pod's world for tests, changed step by step. */
final class Worlds {
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    static final NodeFacts NODE = new NodeFacts(
            "n", List.of("192.0.2.1"), "10.96.0.10", "cluster.local", Path.of("/nowhere"), 1L << 30, 1000);

    Pod pod;
    Promises promises;
    boolean gone;
    Optional<SandboxView> sandbox = Optional.empty();
    final List<ContainerView> containers = new ArrayList<>();
    final Map<String, Health> health = new HashMap<>();
    final Set<String> busy = new HashSet<>();
    final Map<String, Instant> stopping = new HashMap<>();
    final Map<String, Trouble> troubles = new HashMap<>();
    final Map<String, Backoff> backoffs = new HashMap<>();
    boolean mounted;
    Instant now = START;

    Worlds(String yaml) {
        pod = Pod.KIND.of((JsonMap) Yaml.parse(yaml.getBytes(StandardCharsets.UTF_8)));
        promises = new Promises(pod, Optional.empty());
    }

    static Worlds simple(String restartPolicy) {
        return new Worlds("""
            apiVersion: v1
            kind: Pod
            metadata: {name: p, namespace: d, uid: u, generation: 1}
            spec:
              restartPolicy: %s
              containers: [{name: c, image: i}]
            """.formatted(restartPolicy));
    }

    Worlds up() {
        mounted = true;
        sandbox = Optional.of(
                new SandboxView("s0", "p", "d", "u", 0, true, START, List.of("10.0.0.2"), Map.of(), Map.of()));
        return this;
    }

    Worlds running(String name, int attempt) {
        return put(name, attempt, ContainerView.State.RUNNING, 0);
    }

    Worlds exited(String name, int attempt, int code) {
        return put(name, attempt, ContainerView.State.EXITED, code);
    }

    private Worlds put(String name, int attempt, ContainerView.State state, int code) {
        String id = name + attempt;
        containers.removeIf(view -> view.id().equals(id));
        containers.add(new ContainerView(
                id,
                "s0",
                name,
                attempt,
                state,
                "i",
                "sha256:1",
                START,
                START,
                now,
                code,
                "",
                "",
                "",
                Map.of(),
                Map.of(),
                LinuxLimits.NONE));
        return this;
    }

    PodPlan plan() {
        return PodPlan.of(new Observed(
                pod,
                gone,
                Optional.empty(),
                sandbox,
                List.copyOf(containers),
                Map.copyOf(health),
                Set.copyOf(busy),
                Map.copyOf(stopping),
                Map.copyOf(troubles),
                Map.copyOf(backoffs),
                mounted,
                START,
                List.of("192.0.2.1"),
                promises.resizing(NODE),
                now));
    }

    static JsonMap waiting(PodPlan plan) {
        return ((JsonMap) plan.status().list("containerStatuses").get(0))
                .map("state")
                .map("waiting");
    }

    static String condition(PodPlan plan, String type) {
        return plan.status()
                .list("conditions")
                .maps()
                .filter(condition -> condition.string("type").equals(type))
                .findFirst()
                .orElseThrow()
                .string("status");
    }
}
