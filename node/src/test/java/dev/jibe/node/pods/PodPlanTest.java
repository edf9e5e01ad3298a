package dev.jibe.node.pods;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.node.cri.SandboxView;
import dev.jibe.node.probe.Health;
import dev.jibe.object.JsonMap;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PodPlanTest {

    @Test
    void volumesComeFirstThenSandboxThenContainers() {
        var world = Worlds.simple("Always");
        assertEquals(List.of(new Action.MountVolumes()), world.plan().actions());
        world.mounted = true;
        assertEquals(List.of(new Action.CreateSandbox(0)), world.plan().actions());
        world.up();
        var launch =
                assertInstanceOf(Action.Launch.class, world.plan().actions().getFirst());
        assertEquals("c", launch.container());
        assertEquals(0, launch.attempt());
        assertEquals("ContainerCreating", Worlds.waiting(world.plan()).string("reason"));
        assertEquals("Pending", world.plan().status().string("phase"));
    }

    @Test
    void whatIsInFlightIsNotAskedForAgain() {
        var world = Worlds.simple("Always").up();
        world.busy.add("c");
        assertEquals(List.of(), world.plan().actions());
    }

    @Test
    void aRunningPodNeedsNothingAndIsReady() {
        var world = Worlds.simple("Always").up().running("c", 0);
        var plan = world.plan();
        assertEquals(List.of(), plan.actions());
        assertEquals("Running", plan.status().string("phase"));
        assertEquals("True", Worlds.condition(plan, "Ready"));
        assertEquals("10.0.0.2", plan.status().string("podIP"));
        assertEquals("BestEffort", plan.status().string("qosClass"));
    }

    @Test
    void aContainerThatEndedIsRestartedAtOnceThenWithBackOff() {
        var world = Worlds.simple("Always").up().exited("c", 0, 1);
        var first = assertInstanceOf(Action.Launch.class, world.plan().actions().getFirst());
        assertEquals(1, first.attempt());
        assertEquals(Duration.ofSeconds(10), first.restart().delay());
        world.backoffs.put("c", first.restart());
        world.exited("c", 1, 1);
        var waiting = world.plan();
        assertEquals(List.of(), waiting.actions());
        assertEquals("CrashLoopBackOff", Worlds.waiting(waiting).string("reason"));
        assertTrue(Worlds.waiting(waiting).string("message").startsWith("back-off 10s restarting failed container=c"));
        assertEquals(Duration.ofSeconds(10), waiting.recheck().orElseThrow());
        world.now = world.now.plusSeconds(10);
        var second =
                assertInstanceOf(Action.Launch.class, world.plan().actions().getFirst());
        assertEquals(2, second.attempt());
        assertEquals(Duration.ofSeconds(20), second.restart().delay());
    }

    @Test
    void backOffGrowsToFiveMinutesAndIsForgottenAfterTen() {
        var now = Worlds.START;
        Backoff backoff = Backoff.after(null, now);
        for (int i = 0; i < 9; i++) {
            backoff = Backoff.after(backoff, now);
        }
        assertEquals(Duration.ofMinutes(5), backoff.delay());
        assertEquals(
                Duration.ofSeconds(10),
                Backoff.after(backoff, now.plus(Duration.ofMinutes(11))).delay());
    }

    @Test
    void restartPoliciesDecideWhoComesBack() {
        var never = Worlds.simple("Never").up().exited("c", 0, 1);
        assertEquals(List.of(new Action.StopSandbox("s0")), never.plan().actions());
        assertEquals("Failed", never.plan().status().string("phase"));
        var done = Worlds.simple("OnFailure").up().exited("c", 0, 0);
        assertEquals("Succeeded", done.plan().status().string("phase"));
        var retried = Worlds.simple("OnFailure").up().exited("c", 0, 1);
        assertInstanceOf(Action.Launch.class, retried.plan().actions().getFirst());
    }

    private static JsonMap initState(Worlds world) {
        return world.plan().status().list("initContainerStatuses").map(0).map("state");
    }

    @Test
    void initContainersRunInOrderAndSidecarsStay() {
        var world = new Worlds("""
            metadata: {name: p, namespace: d, uid: u}
            spec:
              restartPolicy: Always
              initContainers: [{name: a, image: i}, {name: s, image: i, restartPolicy: Always}, {name: b, image: i}]
              containers: [{name: c, image: i}]
            """).up();
        assertEquals("a", launched(world));
        assertEquals("PodInitializing", Worlds.waiting(world.plan()).string("reason"));
        assertEquals("PodInitializing", initState(world).map("waiting").string("reason"));
        world.running("a", 0);
        assertEquals(List.of(), world.plan().actions());
        world.exited("a", 0, 0);
        assertEquals("s", launched(world));
        world.running("s", 0);
        assertEquals("b", launched(world));
        world.exited("b", 0, 0);
        assertEquals("c", launched(world));
        world.running("c", 0);
        assertEquals(List.of(), world.plan().actions());
        world.exited("s", 0, 1);
        assertEquals("s", launched(world), "a sidecar that ends comes back");
    }

    private static String launched(Worlds world) {
        return assertInstanceOf(Action.Launch.class, world.plan().actions().getFirst())
                .container();
    }

    @Test
    void deletionStopsMainContainersThenSidecarsThenEverything() {
        var world = new Worlds("""
            metadata: {name: p, namespace: d, uid: u, deletionTimestamp: "2026-01-01T00:00:30Z"}
            spec:
              initContainers: [{name: s, image: i, restartPolicy: Always}]
              containers: [{name: c, image: i}]
            """).up().running("s", 0).running("c", 0);
        var main = assertInstanceOf(Action.Stop.class, world.plan().actions().getFirst());
        assertEquals("c0", main.id());
        assertEquals(Duration.ofSeconds(30), main.grace());
        world.stopping.put("c0", main.deadline());
        assertEquals(List.of(), world.plan().actions());
        world.exited("c", 0, 0);
        assertEquals(
                "s0",
                assertInstanceOf(Action.Stop.class, world.plan().actions().getFirst())
                        .id());
        world.exited("s", 0, 0);
        assertEquals(List.of(new Action.Finish()), world.plan().actions());
    }

    @Test
    void aShorterDeadlineStopsAgain() {
        var world = Worlds.simple("Always").up().running("c", 0);
        world.stopping.put("c0", Worlds.START.plusSeconds(300));
        world.gone = true;
        var again = assertInstanceOf(Action.Stop.class, world.plan().actions().getFirst());
        assertEquals(Duration.ofSeconds(2), again.grace());
    }

    @Test
    void probesDecideReadinessAndRestarts() {
        var world = Worlds.simple("Always").up().running("c", 0);
        world.health.put("c0", new Health(true, false, ""));
        assertEquals("False", Worlds.condition(world.plan(), "Ready"));
        assertEquals(List.of(), world.plan().actions());
        world.health.put("c0", new Health(true, true, "liveness probe"));
        var stop = assertInstanceOf(Action.Stop.class, world.plan().actions().getFirst());
        assertEquals("Container c failed liveness probe, will be restarted", stop.message());
    }

    @Test
    void aPodThatWasActiveTooLongFails() {
        var world = new Worlds("""
            metadata: {name: p, namespace: d, uid: u}
            spec:
              activeDeadlineSeconds: 60
              containers: [{name: c, image: i}]
            """).up().running("c", 0);
        assertEquals(Duration.ofSeconds(60), world.plan().recheck().orElseThrow());
        world.now = Worlds.START.plusSeconds(60);
        assertInstanceOf(Action.Stop.class, world.plan().actions().getFirst());
        world.exited("c", 0, 137);
        assertEquals("Failed", world.plan().status().string("phase"));
        assertEquals("DeadlineExceeded", world.plan().status().string("reason"));
    }

    @Test
    void troubleShowsAndWaits() {
        var world = Worlds.simple("Always").up();
        world.troubles.put("c", new Trouble("ErrImagePull", "no route", world.now, Backoff.after(null, world.now)));
        assertEquals("ErrImagePull", Worlds.waiting(world.plan()).string("reason"));
        assertEquals(List.of(), world.plan().actions());
        world.now = world.now.plusSeconds(5);
        assertEquals("ImagePullBackOff", Worlds.waiting(world.plan()).string("reason"));
        world.now = world.now.plusSeconds(5);
        assertInstanceOf(Action.Launch.class, world.plan().actions().getFirst());
    }

    @Test
    void aReadinessGateHoldsThePodBack() {
        var world = new Worlds("""
            metadata: {name: p, namespace: d, uid: u}
            spec:
              readinessGates: [{conditionType: example.com/x}]
              containers: [{name: c, image: i}]
            """).up().running("c", 0);
        assertEquals("False", Worlds.condition(world.plan(), "Ready"));
        assertEquals("True", Worlds.condition(world.plan(), "ContainersReady"));
    }

    @Test
    void containersOfALostSandboxEndBeforeANewOneIsMade() {
        var world = Worlds.simple("Always").up().running("c", 0);
        world.sandbox = world.sandbox.map(old -> new SandboxView(
                old.id(), "p", "d", "u", 0, false, Worlds.START, List.of(), old.labels(), old.annotations()));
        assertInstanceOf(Action.Stop.class, world.plan().actions().getFirst());
        world.exited("c", 0, 137);
        assertEquals(List.of(new Action.CreateSandbox(1)), world.plan().actions());
    }
}
