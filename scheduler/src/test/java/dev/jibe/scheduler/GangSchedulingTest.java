package dev.jibe.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.client.cache.Change;
import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.scheduling.v1alpha2.PodGroup;
import dev.jibe.object.api.v1.Node;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.scheduler.bind.Decision;
import dev.jibe.scheduler.config.SchedulerConfig;
import dev.jibe.scheduler.gang.GangFeatures;
import dev.jibe.scheduler.gang.GroupVerdict;
import dev.jibe.scheduler.gang.GroupVerdict.Result;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pods of a group get their nodes together or not at all. */
final class GangSchedulingTest {

    private static final GangFeatures GANGS = new GangFeatures(true, true, false);
    private static final GangFeatures ALL = new GangFeatures(true, true, true);
    private static final String TOO_FEW = "pod group is unschedulable, waiting for minCount pods from a gang to be"
            + " scheduled, one or more plugins asked to wait and no plugin rejected pod";

    /** A scheduler, what it decided last of each pod, and what is bound where. */
    private static final class World {
        private final SchedulerPlan plan;
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");
        final Map<String, Decision> decisions = new TreeMap<>();
        final Map<String, String> nodes = new TreeMap<>();
        final List<GroupVerdict> verdicts = new ArrayList<>();

        World(GangFeatures features, long seed) {
            plan = new SchedulerPlan(
                    SchedulerConfig.DEFAULT, BareSurroundings.of(features), new SplittableRandom(seed));
        }

        World(GangFeatures features) {
            this(features, 1);
        }

        World node(String name, int cpus, String zone) {
            plan.hearOfNode(
                    new Change.Added<>(Node.KIND.of(Cluster.json("{'metadata':{'name':'" + name + "','uid':'" + name
                            + "','labels':{'zone':'" + zone + "'}},'spec':{},'status':{'allocatable':{'cpu':'" + cpus
                            + "','memory':'64Gi','pods':'110'}}}"))),
                    now);
            return this;
        }

        World group(String name, String spec) {
            plan.hearOfGroup(
                    new Change.Added<>(PodGroup.KIND.of(Cluster.json("{'metadata':{'name':'" + name
                            + "','namespace':'default','uid':'" + name + "'},'spec':" + spec + "}"))),
                    now);
            return this;
        }

        World gang(String name, int minCount) {
            return group(name, "{'schedulingPolicy':{'gang':{'minCount':" + minCount + "}}}");
        }

        World pod(String name, String group, int cpus, int priority) {
            var spec = "{'schedulerName':'default-scheduler','priority':" + priority
                    + (group.isEmpty() ? "" : ",'schedulingGroup':{'podGroupName':'" + group + "'}")
                    + ",'containers':[{'name':'c','image':'i','resources':{'requests':{'cpu':'" + cpus + "'}}}]}";
            plan.hearOfPod(
                    new Change.Added<>(Pod.KIND.of(Cluster.json("{'metadata':{'name':'" + name
                            + "','namespace':'default','uid':'" + name + "'},'spec':" + spec
                            + ",'status':{'phase':'Pending'}}"))),
                    now);
            return this;
        }

        World pods(String group, int count, int cpus) {
            for (int i = 0; i < count; i++) {
                pod(group + "-" + i, group, cpus, 0);
            }
            return this;
        }

        /** Decides until nothing is left to decide now; bindings succeed. */
        World decide() {
            now = now.plusSeconds(60);
            var once = new HashMap<String, Integer>();
            for (var next = plan.next(now); next.isPresent(); next = plan.next(now)) {
                var step = next.get();
                var name = step.pod().pod().name();
                assertTrue(once.merge(name, 1, Integer::sum) < 10, () -> name + " is tried again and again");
                decisions.put(name, step.decision());
                if (step.decision() instanceof Decision.Bind bind) {
                    nodes.put(name, bind.node());
                    plan.bound(step.pod(), bind);
                    var bound = step.pod().pod().tree().withAt(bind.node(), "spec", "nodeName");
                    plan.hearOfPod(new Change.Updated<>(step.pod().pod(), Pod.KIND.of(bound)), now);
                }
                plan.nextVerdict().ifPresent(verdicts::add);
            }
            return this;
        }

        long placed(String group) {
            return nodes.keySet().stream()
                    .filter(pod -> pod.startsWith(group + "-"))
                    .count();
        }

        String message(String pod) {
            return switch (decisions.get(pod)) {
                case Decision.Unschedulable unschedulable -> unschedulable.message();
                case Decision.Failed failed -> failed.message();
                case Decision.Preempt preempt -> preempt.message();
                case Decision.Bind bind -> "";
                case Decision.Free free -> free.message();
                case null -> "not tried";
            };
        }

        GroupVerdict verdict() {
            return verdicts.getLast();
        }
    }

    @Test
    void aGangWaitsForItsGroupAndForEnoughPods() {
        var world = new World(GANGS).node("n", 10, "a").pods("g", 2, 1).decide();
        assertEquals("not tried", world.message("g-0"));
        world.gang("g", 3).decide();
        assertTrue(world.decisions.isEmpty());
        assertEquals(2, world.plan.pending().gated());
        world.pod("g-2", "g", 1, 0).decide();
        assertEquals(3, world.placed("g"));
        assertEquals(0, world.plan.pending().gated());
        assertEquals(Result.SCHEDULED, world.verdict().result());
        world.pod("g-3", "g", 1, 0).decide();
        assertEquals(4, world.placed("g"));
    }

    @Test
    void whereOnlySomeFitNobodyGetsAnything() {
        var world =
                new World(GANGS).node("n", 2, "a").gang("g", 3).pods("g", 3, 1).decide();
        assertEquals(0, world.placed("g"));
        assertEquals(TOO_FEW, world.message("g-0"));
        assertEquals(TOO_FEW, world.message("g-1"));
        assertTrue(
                world.message("g-2").startsWith("0/1 nodes are available: 1 Insufficient cpu."), world.message("g-2"));
        assertEquals(Result.UNSCHEDULABLE, world.verdict().result());
        assertEquals("pod group is unschedulable", world.verdict().message());
        world.pod("alone", "", 2, 0).decide();
        assertEquals("n", world.nodes.get("alone"), "what the gang did not get is free");
        world.node("m", 3, "a").decide();
        assertEquals(3, world.placed("g"), "they are tried again after a while");
    }

    @Test
    void whoDoesNotFitHoldsUpNobodyOnceThereAreEnough() {
        var world =
                new World(GANGS).node("n", 3, "a").gang("g", 2).pods("g", 4, 1).decide();
        assertEquals(3, world.placed("g"));
        assertEquals(Result.SCHEDULED, world.verdict().result());
        world.decide();
        assertEquals(Result.UNSCHEDULABLE, world.verdict().result());
        var scheduled = PodGroup.KIND.of(Cluster.json("{'status':{'conditions':[{'type':'PodGroupScheduled',"
                + "'status':'True','reason':'Scheduled','message':''}]}}"));
        assertTrue(world.verdict().condition(scheduled, world.now).isEmpty(), "what was scheduled stays scheduled");
    }

    @Test
    void aGroupWithoutAGangIsDecidedPodByPod() {
        var world = new World(GANGS)
                .node("n", 1, "a")
                .group("g", "{'schedulingPolicy':{'basic':{}}}")
                .pods("g", 2, 1)
                .decide();
        assertEquals(1, world.placed("g"));
        assertEquals(Result.SCHEDULED, world.verdict().result());
    }

    @Test
    void withoutTheFeaturePodsOfAGroupAreLikeOthers() {
        var world =
                new World(GangFeatures.NONE).node("n", 1, "a").pods("g", 2, 1).decide();
        assertEquals(1, world.placed("g"));
        assertTrue(world.verdicts.isEmpty());
    }

    @Test
    void whereThereAreNoGangsAGroupNeedNotBeThere() {
        var world = new World(new GangFeatures(true, false, false))
                .node("n", 1, "a")
                .pods("g", 2, 1)
                .decide();
        assertEquals(1, world.placed("g"));
    }

    @Test
    void aGangMakesOthersLeaveOnlyIfThatIsEnough() {
        var world = new World(GANGS).node("n", 1, "a").node("m", 1, "a");
        world.pod("low", "", 1, 0).decide();
        world.gang("g", 2);
        world.pod("g-0", "g", 1, 10).pod("g-1", "g", 1, 10).decide();
        assertEquals(Result.WAITING_ON_PREEMPTION, world.verdict().result());
        assertEquals(0, world.placed("g"));
        var victims = world.decisions.values().stream()
                .filter(Decision.Preempt.class::isInstance)
                .mapToInt(decision -> ((Decision.Preempt) decision).victims().size())
                .sum();
        assertEquals(1, victims);

        var full = new World(GANGS).node("n", 1, "a");
        full.pod("low", "", 1, 0).decide();
        full.gang("g", 2);
        full.pod("g-0", "g", 1, 10).pod("g-1", "g", 1, 10).decide();
        assertEquals(Result.UNSCHEDULABLE, full.verdict().result());
        assertFalse(full.decisions.values().stream().anyMatch(Decision.Preempt.class::isInstance));
    }

    @Test
    void allPodsOfAGroupMayHaveToBeInOneDomain() {
        var spec = "{'schedulingPolicy':{'gang':{'minCount':3}},'schedulingConstraints':{'topology':[{'key':'zone'}]}}";
        var world = new World(ALL)
                .node("a1", 2, "a")
                .node("b1", 2, "b")
                .group("g", spec)
                .pods("g", 3, 1)
                .decide();
        assertEquals(0, world.placed("g"));
        assertEquals(
                "0/2 placements are available, first placement status: pod group is unschedulable",
                world.verdict().message());
        world.node("b2", 1, "b").decide();
        assertEquals(3, world.placed("g"));
        assertTrue(world.nodes.values().stream().allMatch(node -> node.startsWith("b")), world.nodes::toString);
        world.pod("g-3", "g", 1, 0).decide();
        assertEquals(3, world.placed("g"), "the others are where there is no more room");
        world.node("b3", 1, "b").decide();
        assertEquals("b3", world.nodes.get("g-3"));
    }

    @Test
    void theDomainWithRoomForMostPodsIsChosen() {
        var spec = "{'schedulingPolicy':{'gang':{'minCount':2}},'schedulingConstraints':{'topology':[{'key':'zone'}]}}";
        var world = new World(ALL)
                .node("a1", 2, "a")
                .node("b1", 3, "b")
                .node("c1", 2, "c")
                .group("g", spec)
                .pods("g", 3, 1)
                .decide();
        assertEquals(3, world.nodes.values().stream().filter("b1"::equals).count());
    }

    @Test
    void aGroupWithoutADomainIsNotScheduled() {
        var spec = "{'schedulingPolicy':{'basic':{}},'schedulingConstraints':{'topology':[{'key':'rack'}]}}";
        var world = new World(ALL)
                .node("n", 2, "a")
                .group("g", spec)
                .pods("g", 1, 1)
                .decide();
        assertEquals("no feasible placements found", world.message("g-0"));
        assertEquals("no feasible placements found", world.verdict().message());
    }

    /** With pods of one size it can be counted whether a gang has room. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void gangsHaveRoomOrNothing(long seed) {
        for (int i = 0; i < 40; i++) {
            var random = new SplittableRandom(seed * 100 + i);
            var where = "seed " + (seed * 100 + i);
            var world = new World(GANGS, seed);
            var free = new TreeMap<String, Integer>();
            for (int n = 0; n < 1 + random.nextInt(5); n++) {
                int cpus = 1 + random.nextInt(6);
                free.put("n" + n, cpus);
                world.node("n" + n, cpus, "z");
            }
            for (int g = 0; g < 4; g++) {
                int count = 1 + random.nextInt(6);
                int minCount = 1 + random.nextInt(count);
                int cpus = 1 + random.nextInt(3);
                var name = "g" + g;
                world.gang(name, minCount).pods(name, count, cpus).decide();
                int room = free.values().stream().mapToInt(left -> left / cpus).sum();
                assertEquals(room < minCount ? 0 : Math.min(room, count), world.placed(name), where + " " + name);
                world.nodes.forEach((pod, node) -> {
                    if (pod.startsWith(name + "-")) {
                        free.merge(node, -cpus, Integer::sum);
                    }
                });
                assertTrue(free.values().stream().allMatch(left -> left >= 0), where);
            }
        }
    }

    @Test
    void conditionsAreWrittenOnce() {
        var group = PodGroup.KIND.of(JsonMap.of("metadata", JsonMap.of("name", "g")));
        var now = Instant.parse("2026-01-01T00:00:00Z");
        var verdict = new GroupVerdict(group, "p", Result.UNSCHEDULABLE, "m");
        var first = verdict.condition(group, now).orElseThrow();
        assertEquals("False", first.string("status"));
        assertEquals("2026-01-01T00:00:00Z", first.string("lastTransitionTime"));
        var told = PodGroup.KIND.of(group.tree().withAt(JsonList.of(first), "status", "conditions"));
        assertTrue(verdict.condition(told, now.plusSeconds(9)).isEmpty());
        var other = new GroupVerdict(group, "p", Result.ERROR, "e").condition(told, now.plusSeconds(9));
        assertEquals("2026-01-01T00:00:00Z", other.orElseThrow().string("lastTransitionTime"));
        var at = new GroupVerdict(group, "p", Result.SCHEDULED, "").condition(told, now.plusSeconds(9));
        assertEquals("2026-01-01T00:00:09Z", at.orElseThrow().string("lastTransitionTime"));
    }
}
