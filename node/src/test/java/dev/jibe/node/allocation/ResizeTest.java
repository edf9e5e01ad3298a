package dev.jibe.node.allocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.node.cri.LinuxLimits;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.json.Json;
import dev.jibe.object.yaml.Yaml;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of a resize is decided without a node. */
class ResizeTest {
    private static final Fit.Capacity NODE = new Fit.Capacity(2000, 1L << 30);
    private static final PodLimits UNBOUND = new PodLimits(2, 0, 0);

    private static Pod pod(String name, String cpu, String memory) {
        return Pod.KIND.of((JsonMap)
                Yaml.parse("""
            metadata: {name: %s, uid: %s}
            spec:
              containers:
              - {name: c, resources: {requests: {cpu: "%s", memory: "%s"}, limits: {cpu: "%s", memory: "%s"}}}
            """.formatted(name, name, cpu, memory, cpu, memory).getBytes(StandardCharsets.UTF_8)));
    }

    private static LinuxLimits limits(long quotaMicros, long memoryBytes) {
        return new LinuxLimits(100_000, quotaMicros, 100, memoryBytes, 0);
    }

    private static Actuation.Target target(String name, LinuxLimits actual, LinuxLimits wanted) {
        return new Actuation.Target(name + "-id", name, actual, wanted);
    }

    @Test
    void whatFitsIsSaidInUpstreamsWords() {
        assertEquals(new Fit.Fits(), Fit.of(pod("a", "1", "1Mi"), List.of(pod("b", "1", "1Mi")), NODE));
        assertEquals(
                new Fit.Deferred(
                        "cpu", "Node didn't have enough resource: cpu, requested: 1500, used: 1000, capacity: 2000"),
                Fit.of(pod("a", "1500m", "1Mi"), List.of(pod("b", "1", "1Mi")), NODE));
        assertEquals(
                new Fit.Infeasible("Node didn't have enough capacity: cpu, requested: 3000, capacity: 2000"),
                Fit.of(pod("a", "3", "1Mi"), List.of(), NODE));
        assertEquals(
                new Fit.Infeasible(
                        "Node didn't have enough capacity: memory, requested: 2147483648, capacity: 1073741824"),
                Fit.of(pod("a", "3", "2Gi"), List.of(), NODE));
    }

    @Test
    void whatOthersStillHaveCounts() {
        Pod shrinking = Pod.KIND.of(
                pod("b", "500m", "1Mi").tree().with("status", Json.parseMap("""
                    {"containerStatuses": [{"name": "c", "resources": {"requests": {"cpu": "1500m"}}}]}
                    """.getBytes(StandardCharsets.UTF_8))));
        assertTrue(Fit.of(pod("a", "1", "1Mi"), List.of(shrinking), NODE) instanceof Fit.Deferred);
    }

    @Test
    void aPromiseKeepsTheOldResourcesAndNothingElse() {
        Pod before = pod("a", "1", "1Mi");
        Pod after = Pod.KIND.of(pod("a", "2", "1Mi").tree().withAt("new", "metadata", "labels", "seen"));
        Allocation promise = Allocation.of(before);
        assertFalse(promise.isOf(after));
        assertEquals(before.spec(), promise.onto(after).spec());
        assertEquals("new", promise.onto(after).labels().get("seen"));
        assertTrue(promise.isOf(pod("a", "1000m", "1Mi")), "the same amount in other words");
    }

    @Test
    void thoseThatNeedNoMoreComeFirstThenByPriorityThenByAge() {
        Pod has = pod("a", "1", "1Mi");
        Pod important = Pod.KIND.of(pod("important", "2", "1Mi").tree().withAt(5L, "spec", "priority"));
        var old = new Waiting(pod("old", "2", "1Mi"), has, Instant.EPOCH);
        var young = new Waiting(pod("young", "2", "1Mi"), has, Instant.EPOCH.plusSeconds(1));
        var first = new Waiting(important, has, Instant.MAX);
        var less = new Waiting(pod("less", "500m", "1Mi"), has, Instant.MAX);
        assertEquals(
                List.of(less, first, old, young),
                Stream.of(young, old, first, less).sorted().toList());
    }

    @Test
    void thePodGrowsBeforeItsContainersAndShrinksAfterThem() {
        var grow = target("a", limits(10_000, 100), limits(20_000, 300));
        var shrink = target("b", limits(10_000, 200), limits(5_000, 100));
        var podBefore = new PodLimits(204, 20_000, 300);
        var podAfter = new PodLimits(204, 25_000, 400);
        assertEquals(
                List.of(
                        new Actuation.SetPod(new PodLimits(204, 20_000, 400), false),
                        new Actuation.SetContainer("b-id", "b", limits(10_000, 100), true),
                        new Actuation.SetContainer("a-id", "a", limits(10_000, 300), false),
                        new Actuation.SetPod(podAfter, false),
                        new Actuation.SetContainer("b-id", "b", limits(5_000, 100), false),
                        new Actuation.SetContainer("a-id", "a", limits(20_000, 300), false)),
                Actuation.plan(List.of(grow, shrink), podBefore, podAfter));
        assertEquals(
                List.of(
                        new Actuation.SetContainer("b-id", "b", limits(10_000, 100), true),
                        new Actuation.SetPod(new PodLimits(2, 0, 100), true),
                        new Actuation.SetContainer("b-id", "b", limits(5_000, 100), false),
                        new Actuation.SetPod(new PodLimits(2, 5_000, 100), false)),
                Actuation.plan(List.of(shrink), UNBOUND, new PodLimits(2, 5_000, 100)));
    }

    @Test
    void whatIsAsItShouldBeNeedsNoStep() {
        var same = target("a", limits(10_000, 100), limits(10_000, 100));
        assertEquals(List.of(), Actuation.plan(List.of(same), UNBOUND, UNBOUND));
    }

    @Test
    void aPodIsBoundOnlyIfAllItsContainersAre() {
        assertEquals(new PodLimits(1024, 100_000, 1 << 20), PodLimits.of(pod("a", "1", "1Mi")));
        JsonMap open = Json.parseMap("""
            {"spec": {"containers": [{"name": "a", "resources": {"limits": {"cpu": "1"}}}, {"name": "b"}]}}
            """.getBytes(StandardCharsets.UTF_8));
        assertEquals(UNBOUND, PodLimits.of(Pod.KIND.of(open)));
    }

    @Test
    void statusShowsWhatTheCgroupSaysWhereThatDiffers() {
        JsonMap promised = pod("a", "300m", "64Mi")
                .spec()
                .containers()
                .getFirst()
                .resources()
                .tree();
        var wanted = new LinuxLimits(100_000, 30_000, 307, 64 << 20, 0);
        assertEquals(promised, ReportedResources.of(promised, wanted, wanted));
        JsonMap shown = ReportedResources.of(promised, wanted, new LinuxLimits(100_000, 10_000, 102, 32 << 20, 0));
        assertEquals(
                Map.of("cpu", "100m", "memory", "32Mi"), shown.map("limits").strings());
        assertEquals(
                Map.of("cpu", "100m", "memory", "64Mi"), shown.map("requests").strings());
    }

    @Test
    void eventsNameWhatIsAskedFor() {
        assertEquals(
                "Pod resize Deferred: {\"containers\":[{\"name\":\"c\",\"resources\":{\"limits\":{\"cpu\":\"1\","
                        + "\"memory\":\"1Mi\"},\"requests\":{\"cpu\":\"1\",\"memory\":\"1Mi\"}}}],\"generation\":2,"
                        + "\"error\":\"no room\"}",
                Summary.of("Pod resize Deferred", pod("a", "1", "1Mi"), 2, "no room"));
    }

    @Test
    void aCheckpointSaysTheSameWhenItIsRead(@TempDir Path directory) throws Exception {
        assertEquals(Optional.empty(), Checkpoint.read(directory));
        var checkpoint = new Checkpoint(
                Allocation.of(pod("a", "1", "1Mi")),
                3,
                Map.of("id", limits(1, 2)),
                Optional.of(new PodLimits(1, 2, 3)));
        checkpoint.write(directory);
        assertEquals(Optional.of(checkpoint), Checkpoint.read(directory));
    }
}
