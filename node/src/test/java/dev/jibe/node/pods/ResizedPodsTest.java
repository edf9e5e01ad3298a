package dev.jibe.node.pods;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.node.allocation.ResizeConditions;
import dev.jibe.node.cri.ContainerView;
import dev.jibe.node.fake.FakeRuntime;
import dev.jibe.node.launch.ContainerSpecs;
import dev.jibe.node.launch.NodeFacts;
import dev.jibe.node.probe.ProbeRunner;
import dev.jibe.node.volume.Volumes;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.v1.ContainerStatus;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.api.v1.PodCondition;
import dev.jibe.object.yaml.Yaml;
import dev.jibe.runtime.Clock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pods that ask for other resources while they run, on the fake runtime and a node of one CPU. */
class ResizedPodsTest {
    @TempDir
    Path directory;

    private final MemoryApi api = new MemoryApi();
    private final Clock clock = Clock.system();
    private final FakeRuntime runtime = new FakeRuntime(clock, Duration.ZERO);
    private ProbeRunner probes;
    private Pods pods;

    @BeforeEach
    void begin() {
        probes = new ProbeRunner(runtime, clock, (pod, message) -> {});
        pods = agent();
    }

    private Pods agent() {
        var facts = new NodeFacts("n", List.of("192.0.2.1"), "10.96.0.10", "cluster.local", directory, 1L << 30, 1000);
        var fresh = new Pods(new PodServices(
                runtime, api, new Volumes(api, facts, clock), new ContainerSpecs(api, facts), facts, probes, clock));
        api.listen(fresh::update, fresh::gone);
        api.pods.values().forEach(fresh::update);
        fresh.start();
        return fresh;
    }

    @AfterEach
    void end() {
        pods.close();
        probes.close();
    }

    private static Pod pod(String uid, String cpu, String policy) {
        return Pod.KIND.of(
                (JsonMap) Yaml.parse("""
            apiVersion: v1
            kind: Pod
            metadata: {name: %s, namespace: default, uid: %s, generation: 1}
            spec:
              nodeName: n
              restartPolicy: OnFailure
              terminationGracePeriodSeconds: 1
              containers:
              - name: c
                image: i
                resizePolicy: [{resourceName: cpu, restartPolicy: %s}]
                resources: {requests: {cpu: "%s"}, limits: {cpu: "%s"}}
            """.formatted(uid, uid, policy, cpu, cpu).getBytes(StandardCharsets.UTF_8)));
    }

    private void start(Pod pod) {
        api.put(pod);
        await().until(() -> api.pod(pod.uid()).status().phase().equals("Running"));
    }

    private void ask(String uid, String cpu) {
        JsonMap tree = api.pod(uid).tree();
        JsonMap spec = pod(uid, cpu, "NotRequired").spec().tree();
        JsonMap container = (JsonMap) tree.map("spec").list("containers").get(0);
        JsonMap other =
                container.with("resources", ((JsonMap) spec.list("containers").get(0)).map("resources"));
        tree = tree.withAt(tree.map("spec").list("containers").set(0, other), "spec", "containers");
        api.put(Pod.KIND.of(tree.withAt(tree.map("metadata").number("generation") + 1, "metadata", "generation")));
    }

    private Optional<PodCondition> condition(String uid, String type) {
        return api.pod(uid).status().conditions().stream()
                .filter(each -> each.type().equals(type))
                .findFirst();
    }

    private ContainerStatus status(String uid) {
        return api.pod(uid).status().containerStatuses().getFirst();
    }

    private void awaitHas(String uid, String cpu) {
        await().until(() -> status(uid).resources().limits().containsKey("cpu")
                && cpu.equals(String.valueOf(status(uid).resources().limits().get("cpu")))
                && ResizeConditions.ALL.stream()
                        .noneMatch(type -> condition(uid, type).isPresent()));
    }

    private ContainerView container(String uid) {
        return runtime.containers().stream()
                .filter(view -> view.labels().containsValue(uid))
                .toList()
                .getLast();
    }

    @Test
    void aRunningContainerGetsWhatFits() {
        start(pod("a", "100m", "NotRequired"));
        ContainerView before = container("a");
        ask("a", "200m");
        awaitHas("a", "200m");
        assertEquals(20_000, container("a").limits().cpuQuotaMicros());
        assertEquals(before.id(), container("a").id());
        assertEquals(0, status("a").restartCount());
        assertTrue(api.events.containsAll(List.of("ResizeStarted", "ResizeCompleted")), api.events::toString);
    }

    @Test
    void aContainerThatMustRestartComesBackWhateverThePodsPolicy() {
        start(pod("a", "100m", "RestartContainer"));
        ask("a", "200m");
        awaitHas("a", "200m");
        await().until(() ->
                status("a").restartCount() == 1 && status("a").state().hasRunning());
        assertEquals(20_000, container("a").limits().cpuQuotaMicros());
    }

    @Test
    void whatDoesNotFitWaitsUntilThereIsRoom() {
        start(pod("a", "500m", "NotRequired"));
        start(pod("b", "400m", "NotRequired"));
        ask("a", "700m");
        await().until(() -> condition("a", ResizeConditions.PENDING).isPresent());
        PodCondition pending = condition("a", ResizeConditions.PENDING).orElseThrow();
        assertEquals("Deferred", pending.reason());
        assertEquals(2, pending.observedGeneration());
        assertEquals("500m", String.valueOf(status("a").allocatedResources().get("cpu")));
        pods.close();
        pods = agent();
        ask("b", "300m");
        awaitHas("b", "300m");
        awaitHas("a", "700m");
        assertTrue(api.events.contains("ResizeDeferred"), api.events::toString);
    }

    @Test
    void whatNeverFitsIsSaid() {
        start(pod("a", "100m", "NotRequired"));
        ask("a", "2");
        await().until(() -> condition("a", ResizeConditions.PENDING)
                .filter(each -> each.reason().equals("Infeasible"))
                .isPresent());
        assertEquals("100m", String.valueOf(status("a").resources().limits().get("cpu")));
        ask("a", "200m");
        awaitHas("a", "200m");
    }

    @Test
    void aRuntimeThatRefusesIsAskedAgain() {
        start(pod("a", "100m", "NotRequired"));
        runtime.fail(FakeRuntime.Call.UPDATE_LIMITS, "no such cgroup");
        ask("a", "200m");
        await().until(() -> condition("a", ResizeConditions.IN_PROGRESS)
                .filter(each -> each.reason().equals("Error") && each.message().contains("no such cgroup"))
                .isPresent());
        runtime.heal(FakeRuntime.Call.UPDATE_LIMITS);
        awaitHas("a", "200m");
    }
}
