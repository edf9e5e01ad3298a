package dev.jibe.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.client.cache.Change;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.v1.Node;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.scheduler.bind.Decision;
import dev.jibe.scheduler.config.SchedulerConfig;
import dev.jibe.scheduler.gang.GangFeatures;
import dev.jibe.scheduler.plain.PlainCluster;
import dev.jibe.scheduler.plain.PlainNode;
import dev.jibe.scheduler.plain.PlainRules;
import dev.jibe.scheduler.plain.RandomObjects;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever happens to a cluster, no rule is broken when a pod gets a node, and no pod waits that some node would suit.
 */
final class SchedulerPlanTest {

    private static final int CLUSTERS = 30;
    private static final int STEPS = 60;

    /** Longer than any back-off, so that only a missing hint can keep a pod waiting. */
    private static final int STEP_SECONDS = 11;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void keepsTheRulesAndLeavesNobodyBehind(long seed) {
        for (int i = 0; i < CLUSTERS; i++) {
            new Simulation(seed * 1000 + i).run();
        }
    }

    private static final class Simulation {
        private final long seed;
        private final SplittableRandom random;
        private final RandomObjects objects;
        private final PlainCluster plain = new PlainCluster();
        private final SchedulerPlan plan;
        private final Map<String, JsonMap> waiting = new HashMap<>();
        private final Map<String, JsonMap> placed = new HashMap<>();
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");
        private int names;

        Simulation(long seed) {
            this.seed = seed;
            this.random = new SplittableRandom(seed);
            this.objects = new RandomObjects(random);
            this.plan = new SchedulerPlan(
                    SchedulerConfig.DEFAULT,
                    BareSurroundings.of(name -> plain.namespaces.getOrDefault(name, JsonMap.EMPTY), GangFeatures.NONE),
                    random);
            plain.namespaces.put("two", JsonMap.of("team", "red"));
        }

        void run() {
            for (int i = 0; i < 4; i++) {
                putNode("n" + i);
            }
            for (int step = 0; step < STEPS; step++) {
                happen();
                now = now.plusSeconds(STEP_SECONDS);
                for (var next = plan.next(now); next.isPresent(); next = plan.next(now)) {
                    obey(next.get(), step);
                }
                assertEquals(waiting.size(), plan.waiting(), "seed " + seed + " step " + step);
                for (var pod : waiting.values()) {
                    check(pod, step);
                }
            }
        }

        private void happen() {
            int what = random.nextInt(20);
            if (what < 3) {
                putNode("n" + random.nextInt(7));
            } else if (what == 3 && plain.nodes.size() > 2) {
                removeNode(objects.any(List.copyOf(plain.nodes.keySet())));
            } else if (what == 4) {
                plain.namespaces.put("one", JsonMap.of("team", objects.any(List.of("red", "blue"))));
                plan.hearOfNamespaces(now);
            } else if (what < 9 && !placed.isEmpty()) {
                removePod(objects.any(List.copyOf(placed.keySet())));
            } else {
                var pod = objects.pod("p" + names++).withoutAt("metadata", "deletionTimestamp");
                waiting.put(key(pod), pod);
                plan.hearOfPod(new Change.Added<>(Pod.KIND.of(pod)), now);
            }
        }

        private void putNode(String name) {
            var tree = objects.node(name);
            var known = plain.nodes.get(name);
            if (known == null) {
                plain.nodes.put(name, new PlainNode(tree));
                plan.hearOfNode(new Change.Added<>(Node.KIND.of(tree)), now);
            } else {
                var before = known.tree;
                known.tree = tree;
                plan.hearOfNode(new Change.Updated<>(Node.KIND.of(before), Node.KIND.of(tree)), now);
            }
        }

        private void removeNode(String name) {
            var gone = plain.node(name);
            for (var pod : List.copyOf(gone.pods)) {
                removePod(key(pod));
            }
            plain.nodes.remove(name);
            plan.hearOfNode(new Change.Deleted<>(Node.KIND.of(gone.tree)), now);
        }

        private void removePod(String key) {
            var pod = placed.getOrDefault(key, JsonMap.EMPTY);
            placed.remove(key);
            plain.nodes
                    .values()
                    .forEach(node -> node.pods.removeIf(other -> key(other).equals(key)));
            plan.hearOfPod(new Change.Deleted<>(Pod.KIND.of(pod)), now);
        }

        private static String key(JsonMap pod) {
            return PlainRules.namespace(pod) + "/" + pod.map("metadata").string("name");
        }

        private void obey(SchedulerPlan.Step step, int number) {
            var key = step.pod().key();
            var pod = waiting.getOrDefault(key, JsonMap.EMPTY);
            switch (step.decision()) {
                case Decision.Bind bind -> {
                    var node = plain.node(bind.node());
                    assertEquals("", plain.reject(pod, node), where(pod, number));
                    if (random.nextInt(10) == 0) {
                        plan.notBound(step.pod(), bind, false, now);
                        return;
                    }
                    waiting.remove(key);
                    var bound = pod.withAt(bind.node(), "spec", "nodeName");
                    node.pods.add(bound);
                    placed.put(key, bound);
                    plan.bound(step.pod(), bind);
                    plan.hearOfPod(new Change.Updated<>(Pod.KIND.of(pod), Pod.KIND.of(bound)), now);
                }
                case Decision.Unschedulable ignored -> check(pod, number);
                case Decision.Failed failed -> throw new AssertionError("nobody else is asked: " + failed);
                case Decision.Free free -> throw new AssertionError("nobody claims anything: " + free);
                case Decision.Preempt preempt -> throw new AssertionError("nobody is more important: " + preempt);
            }
        }

        /** A pod may wait only if no node suits it, or if it backs off. */
        private void check(JsonMap pod, int step) {
            boolean retries = plan.nextWakeUp()
                    .filter(at -> at.isBefore(now.plusSeconds(STEP_SECONDS)))
                    .isPresent();
            for (var node : plain.nodes.values()) {
                assertTrue(
                        retries || !plain.reject(pod, node).isEmpty(),
                        () -> where(pod, step) + " could be on " + node.tree);
            }
        }

        private String where(JsonMap pod, int step) {
            return "seed " + seed + " step " + step + " pod " + pod;
        }
    }
}
