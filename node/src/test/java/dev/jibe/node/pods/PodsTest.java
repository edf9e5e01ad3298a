package dev.jibe.node.pods;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.node.cri.ContainerView;
import dev.jibe.node.fake.FakeRuntime;
import dev.jibe.node.launch.ContainerSpecs;
import dev.jibe.node.launch.NodeFacts;
import dev.jibe.node.probe.ProbeRunner;
import dev.jibe.node.volume.Volumes;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.v1.ConfigMap;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.yaml.Yaml;
import dev.jibe.runtime.Clock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pods on the fake runtime, from creation to the end. */
class PodsTest {
    private static final String POD = """
        apiVersion: v1
        kind: Pod
        metadata: {name: web, namespace: default, uid: u1}
        spec:
          nodeName: n
          restartPolicy: Always
          terminationGracePeriodSeconds: 1
          containers:
          - name: c
            image: example.com/web:1
            env: [{name: COLOR, valueFrom: {configMapKeyRef: {name: conf, key: color}}}]
            volumeMounts: [{name: conf, mountPath: /conf}]
          volumes: [{name: conf, configMap: {name: conf}}]
        """;

    @TempDir
    Path directory;

    private final MemoryApi api = new MemoryApi();
    private final Clock clock = Clock.system();
    private final FakeRuntime runtime = new FakeRuntime(clock, Duration.ZERO);
    private ProbeRunner probes;
    private Pods pods;

    @BeforeEach
    void begin() {
        api.configMaps.put(
                "conf",
                ConfigMap.KIND.of(JsonMap.of(
                        "metadata",
                        JsonMap.of("name", "conf", "namespace", "default"),
                        "data",
                        JsonMap.of("color", "blue"))));
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

    private static Pod parse(String yaml) {
        return Pod.KIND.of((JsonMap) Yaml.parse(yaml.getBytes(StandardCharsets.UTF_8)));
    }

    private void awaitRunning() {
        await().until(() -> api.pod("u1").status().conditions().stream()
                .anyMatch(condition ->
                        condition.type().equals("Ready") && condition.status().equals("True")));
    }

    private ContainerView container() {
        return runtime.containers().getLast();
    }

    @Test
    void aPodRunsWithItsConfigurationAndGoesWithoutATrace() throws Exception {
        api.put(parse(POD));
        awaitRunning();
        Path file = directory.resolve("pods/u1/volumes/kubernetes.io~configmap/conf/color");
        assertEquals("blue", Files.readString(file));
        assertTrue(api.events.containsAll(List.of("Pulled", "Created", "Started")), api.events::toString);
        Pod pod = api.pod("u1");
        api.put(Pod.KIND.of(pod.tree().withAt(clock.now().plusSeconds(1).toString(), "metadata", "deletionTimestamp")));
        await().until(api.pods::isEmpty);
        assertEquals(List.of(), runtime.containers());
        assertEquals(List.of(), runtime.sandboxes());
        assertTrue(Files.notExists(directory.resolve("pods/u1")));
    }

    @Test
    void filesShowLabelsThatChange() throws Exception {
        String info = POD.replace(
                "volumes: [",
                "volumes: [{name: info, downwardAPI: {items: [{path: labels,"
                        + " fieldRef: {fieldPath: metadata.labels}}]}}, ");
        api.put(parse(info));
        awaitRunning();
        Pod pod = api.pod("u1");
        api.put(Pod.KIND.of(pod.tree().withAt("yes", "metadata", "labels", "seen")));
        Path file = directory.resolve("pods/u1/volumes/kubernetes.io~downward-api/info/labels");
        await().until(() -> Files.readString(file).equals("seen=\"yes\""));
    }

    @Test
    void aContainerThatDiesIsReplaced() {
        api.put(parse(POD));
        awaitRunning();
        runtime.exit(container().id(), 3);
        await().until(() ->
                api.pod("u1").status().containerStatuses().getFirst().restartCount() == 1);
        awaitRunning();
        assertEquals(
                3,
                api.pod("u1")
                        .status()
                        .containerStatuses()
                        .getFirst()
                        .lastState()
                        .terminated()
                        .exitCode());
    }

    @Test
    void anotherAgentAdoptsWhatRuns() {
        api.put(parse(POD));
        awaitRunning();
        String id = container().id();
        pods.close();
        pods = agent();
        pods.all().forEach(PodWorker::signal);
        await().until(() ->
                pods.all().stream().anyMatch(worker -> !worker.containers().isEmpty()));
        assertEquals(id, container().id());
        assertEquals(1, runtime.containers().size());
    }

    @Test
    void aPodThatIsGoneLeavesNothingBehind() {
        api.put(parse(POD));
        awaitRunning();
        pods.close();
        api.losePods();
        pods = agent();
        await().until(() -> runtime.sandboxes().isEmpty());
        assertEquals(List.of(), runtime.containers());
    }

    @Test
    void whatIsMissingIsSaidAndTriedAgain() {
        ConfigMap conf = api.configMaps.remove("conf");
        api.put(parse(POD));
        await().until(() -> api.events.contains("FailedMount"));
        api.configMaps.put("conf", conf);
        awaitRunning();
    }

    @Test
    void aPullThatFailsShowsItself() {
        runtime.fail(FakeRuntime.Call.PULL_IMAGE, "no such host");
        api.put(parse(POD));
        await().until(() -> api.pod("u1").status().containerStatuses().stream()
                .anyMatch(status -> status.state().waiting().reason().equals("ErrImagePull")
                        && status.state().waiting().message().contains("no such host")));
    }

    @Test
    void whatAVolumeShowsComesAndGoesWithItsSource() throws Exception {
        api.put(parse(POD.replace("u1", "u2")
                .replace("configMap: {name: conf}", "configMap: {name: later, optional: true}")));
        await().until(() ->
                pods.find("default", "web").isPresent() && !runtime.containers().isEmpty());
        Path volume = directory.resolve("pods/u2/volumes/kubernetes.io~configmap/conf");
        var later = ConfigMap.KIND.of(JsonMap.of(
                "metadata", JsonMap.of("name", "later", "namespace", "default"), "data", JsonMap.of("a", "b")));
        api.configMaps.put("later", later);
        pods.sourceChanged(later);
        await().until(() -> Files.exists(volume.resolve("a")));
        api.configMaps.remove("later");
        pods.sourceChanged(later);
        await().until(() -> Files.notExists(volume.resolve("a"), LinkOption.NOFOLLOW_LINKS));
    }
}
