package dev.jibe.controllers.replicaset;

import static dev.jibe.controllers.Fixtures.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.controllers.Fixtures;
import dev.jibe.controllers.ownership.Owners;
import dev.jibe.controllers.replicaset.Action.AdoptPod;
import dev.jibe.controllers.replicaset.Action.CreatePods;
import dev.jibe.controllers.replicaset.Action.DeletePod;
import dev.jibe.controllers.replicaset.Action.ReleasePod;
import dev.jibe.object.api.apps.v1.ReplicaSet;
import dev.jibe.object.api.v1.Pod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplicaSetPlanTest {

    private static ReplicaSet replicaSet(int replicas) {
        return Fixtures.object(ReplicaSet.KIND, "web", """
                {'spec': {'replicas': %d, 'selector': {'matchLabels': {'app': 'web'}},
                 'template': {'metadata': {'labels': {'app': 'web'}}, 'spec': {}}}}""".formatted(replicas));
    }

    private static Pod pod(String name, String json) {
        return Fixtures.object(Pod.KIND, name, json);
    }

    private static Pod owned(ReplicaSet owner, Pod pod) {
        return pod.withMetadata(pod.metadata()
                .withLabels(Map.of("app", "web"))
                .withOwnerReferences(List.of(Owners.controllerReference(ReplicaSet.KIND, owner))));
    }

    private static Pod running(ReplicaSet owner, String name, long readyForSeconds) {
        var json = """
                {'spec': {'nodeName': 'n'}, 'status': {'phase': 'Running', 'conditions':
                 [{'type': 'Ready', 'status': 'True', 'lastTransitionTime': '%s'}]}}""".formatted(NOW.minusSeconds(readyForSeconds));
        return owned(owner, pod(name, json));
    }

    private static ReplicaSetPlan plan(ReplicaSet set, List<Pod> pods) {
        return ReplicaSetPlan.of(new ReplicaSetPlan.Observed(set, pods, NOW));
    }

    @Test
    void createsWhatIsMissing() {
        var set = replicaSet(3);
        assertEquals(
                List.of(new CreatePods(2)),
                plan(set, List.of(running(set, "a", 5))).actions());
    }

    @Test
    void createsNoMoreThanABurst() {
        assertEquals(
                List.of(new CreatePods(500)), plan(replicaSet(2000), List.of()).actions());
    }

    @Test
    void finishedAndTerminatingPodsAreReplaced() {
        var set = replicaSet(2);
        var failed = owned(set, pod("failed", "{'status': {'phase': 'Failed'}}"));
        var going = owned(set, pod("going", "{'metadata': {'deletionTimestamp': '2026-01-01T00:00:00Z'}}"));
        assertEquals(
                List.of(new CreatePods(2)), plan(set, List.of(failed, going)).actions());
    }

    @Test
    void adoptsOrphansAndReleasesStrangers() {
        var set = replicaSet(1);
        var orphan = pod("orphan", "{'metadata': {'labels': {'app': 'web'}}}");
        var stranger = owned(set, pod("stranger", "{}"));
        stranger = stranger.withMetadata(stranger.metadata().withoutLabels());
        assertEquals(
                List.of(new AdoptPod("orphan", orphan.uid()), new ReleasePod("stranger", stranger.uid())),
                plan(set, List.of(orphan, stranger)).actions());
    }

    @Test
    void aDeletedReplicaSetDoesNothing() {
        var set = replicaSet(3);
        var gone = set.withMetadata(set.metadata().withDeletionTimestamp(NOW));
        var orphan = pod("orphan", "{'metadata': {'labels': {'app': 'web'}}}");
        assertEquals(
                List.of(), plan(gone, List.of(orphan, running(set, "a", 5))).actions());
    }

    /** The first named is to go first. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {'spec': {}}                                            | {'spec': {'nodeName': 'n'}}
                    {'status': {'phase': 'Pending'}}                        | {'status': {'phase': 'Running'}}
                    {'status': {'phase': 'Pending'}}                        | {'status': {'phase': 'Unknown'}}
                    {'status': {'phase': 'Unknown'}}                        | {'status': {'phase': 'Running'}}
                    {'status': {'conditions': []}}                          | {'status': {'conditions': [{'type': 'Ready', 'status': 'True'}]}}
                    {'metadata': {'annotations': {'controller.kubernetes.io/pod-deletion-cost': '-1'}}} | {}
                    {}                                                      | {'metadata': {'annotations': {'controller.kubernetes.io/pod-deletion-cost': '9'}}}
                    {'status': {'containerStatuses': [{'restartCount': 4}]}} | {'status': {'containerStatuses': [{'restartCount': 1}]}}
                    {'metadata': {'creationTimestamp': '2026-05-04T11:59:59Z'}} | {'metadata': {'creationTimestamp': '2026-05-01T00:00:00Z'}}
                    """)
    void whoWillBeMissedLeastGoesFirst(String first, String second) {
        var set = replicaSet(1);
        // Names that sort the other way, so that the last tie-breaker cannot make the test pass.
        var one = owned(set, pod("z", first));
        var other = owned(set, pod("a", second));
        assertEquals(
                List.of(new DeletePod("z", one.uid())),
                plan(set, List.of(one, other)).actions());
    }

    @Test
    void podsOnACrowdedNodeGoFirst() {
        var set = replicaSet(2);
        var pods = new ArrayList<Pod>();
        for (var name : List.of("x", "y", "z")) {
            var node = name.equals("x") ? "alone" : "crowded";
            pods.add(owned(set, pod(name, "{'spec': {'nodeName': '%s'}}".formatted(node))));
        }
        assertEquals(
                List.of(new DeletePod("y", pods.get(1).uid())), plan(set, pods).actions());
    }

    @Test
    void looksAgainWhenTheNextPodBecomesAvailable() {
        var set = replicaSet(2);
        var slow = set.withSpec(set.spec().withMinReadySeconds(10));
        var pods = List.of(running(slow, "a", 3), running(slow, "b", 20));
        var plan = plan(slow, pods);
        assertEquals(Optional.of(Duration.ofSeconds(7)), plan.recheck());
        var status = ReplicaSetStatuses.of(slow, plan.held(), Optional.empty(), NOW);
        assertEquals(2, status.readyReplicas());
        assertEquals(1, status.availableReplicas());
    }

    @Test
    void orderOfPodsDoesNotMatterAndReplanningIsEmpty() {
        var random = Fixtures.random("ReplicaSetPlanTest");
        for (int round = 0; round < 200; round++) {
            var set = replicaSet(random.nextInt(6));
            var pods = randomPods(set, random);
            var plan = plan(set, pods);
            var shuffled = new ArrayList<>(pods);
            Collections.shuffle(shuffled, Random.from(random));
            assertEquals(List.copyOf(scaling(plan)), List.copyOf(scaling(plan(set, shuffled))));
            assertTrue(plan(set, applied(set, pods, plan)).actions().isEmpty());
        }
    }

    private static List<Action> scaling(ReplicaSetPlan plan) {
        return plan.actions().stream()
                .filter(action -> action instanceof CreatePods || action instanceof DeletePod)
                .toList();
    }

    private static List<Pod> randomPods(ReplicaSet set, RandomGenerator random) {
        var pods = new ArrayList<Pod>();
        for (int i = random.nextInt(9); i > 0; i--) {
            var pod = running(set, "p" + i, random.nextInt(100));
            pods.add(
                    switch (random.nextInt(4)) {
                        case 0 -> pod.withMetadata(pod.metadata().withoutOwnerReferences());
                        case 1 -> pod.withMetadata(pod.metadata().withoutLabels());
                        case 2 -> pod.withStatus(pod.status().withPhase("Failed"));
                        default -> pod;
                    });
        }
        return pods;
    }

    /** The world as it is after everything that the plan says was done. */
    private static List<Pod> applied(ReplicaSet set, List<Pod> pods, ReplicaSetPlan plan) {
        var result = new ArrayList<>(pods);
        for (var action : plan.actions()) {
            switch (action) {
                case CreatePods(int count) -> {
                    for (int i = 0; i < count; i++) {
                        result.add(running(set, "new" + i, 0));
                    }
                }
                case DeletePod(String name, String uid) ->
                    result.removeIf(pod -> pod.uid().equals(uid));
                case AdoptPod(String name, String uid) ->
                    result.replaceAll(pod -> pod.uid().equals(uid) ? owned(set, pod) : pod);
                case ReleasePod(String name, String uid) ->
                    result.replaceAll(pod -> pod.uid().equals(uid)
                            ? pod.withMetadata(pod.metadata().withoutOwnerReferences())
                            : pod);
            }
        }
        return result;
    }
}
