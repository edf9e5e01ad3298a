package dev.jibe.controllers.nodelifecycle;

import static dev.jibe.controllers.Fixtures.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.controllers.Fixtures;
import dev.jibe.controllers.nodelifecycle.Action.EvictPod;
import dev.jibe.controllers.nodelifecycle.Action.MarkPodNotReady;
import dev.jibe.controllers.nodelifecycle.Action.SetConditions;
import dev.jibe.controllers.nodelifecycle.Action.SetLabels;
import dev.jibe.controllers.nodelifecycle.Action.SetTaints;
import dev.jibe.object.api.v1.Node;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.api.v1.Taint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodePlanTest {
    private static final String FRESH = "[{'key': 'node.kubernetes.io/not-ready', 'effect': 'NoSchedule'}]";

    private static Node node(String taints, String conditions) {
        return Fixtures.object(
                Node.KIND, "n", "{'spec': {'taints': %s}, 'status': {'conditions': %s}}".formatted(taints, conditions));
    }

    private static Node ready(String taints) {
        return node(taints, "[{'type': 'Ready', 'status': 'True'}]");
    }

    private static Pod pod(String tolerations) {
        return Fixtures.object(Pod.KIND, "p", """
                {'spec': {'nodeName': 'n', 'tolerations': %s},
                 'status': {'phase': 'Running', 'conditions': [{'type': 'Ready', 'status': 'True'}]}}""".formatted(tolerations));
    }

    private static NodePlan plan(Node node, Instant heardAt, Pod... pods) {
        return NodePlan.of(new NodePlan.Observed(node, Duration.between(heardAt, NOW), Map.of(), List.of(pods), NOW));
    }

    private static List<String> taints(NodePlan plan) {
        return plan.actions().stream()
                .filter(SetTaints.class::isInstance)
                .flatMap(action -> ((SetTaints) action).taints().stream())
                .map(taint -> taint.key().replace("node.kubernetes.io/", "") + ":" + taint.effect())
                .toList();
    }

    /** The node after the plan. */
    private static Node applied(Node node, NodePlan plan) {
        var result = node;
        for (var action : plan.actions()) {
            result = switch (action) {
                case SetConditions set -> result.withStatus(result.status().withConditions(set.conditions()));
                case SetTaints(List<Taint> taints) ->
                    result.withSpec(result.spec().withTaints(taints));
                case SetLabels(Map<String, String> labels) -> throw new AssertionError(labels);
                case MarkPodNotReady mark -> result;
                case EvictPod evict -> result;
            };
        }
        return result;
    }

    @Test
    void aNodeThatBecomesReadyLosesItsFirstTaint() {
        assertEquals(List.of(new SetTaints(List.of())), plan(ready(FRESH), NOW).actions());
    }

    @Test
    void aNodeThatHasSaidNothingKeepsItsFirstTaint() {
        assertEquals(List.of(), plan(node(FRESH, "[]"), NOW).actions());
    }

    @Test
    void aReadyNodeIsLeftAloneUntilItCouldBeSilent() {
        var plan = plan(ready("[]"), NOW.minusSeconds(10));
        assertEquals(List.of(), plan.actions());
        assertEquals(Optional.of(Duration.ofSeconds(40)), plan.recheck());
    }

    @Test
    void aSilentNodeIsUnknownAndUnreachable() {
        var node = ready("[]");
        var plan = plan(node, NOW.minusSeconds(50), pod("[{'operator': 'Exists'}]"));
        assertEquals(List.of("unreachable:NoSchedule", "unreachable:NoExecute"), taints(plan));
        assertTrue(plan.actions().stream().anyMatch(MarkPodNotReady.class::isInstance));
        var after = applied(node, plan);
        assertEquals("Unknown", after.status().conditions().getFirst().status());
        assertEquals(4, after.status().conditions().size());
        assertEquals(List.of(), plan(after, NOW.minusSeconds(50)).actions());
    }

    @Test
    void labelsAreAlsoGivenUnderTheirFirstNames() {
        var node = Fixtures.object(Node.KIND, "n", """
                {'metadata': {'labels': {'kubernetes.io/os': 'linux', 'beta.kubernetes.io/os': 'windows', 'beta.kubernetes.io/arch': 'x'}},
                 'status': {'conditions': [{'type': 'Ready', 'status': 'True'}]}}""");
        assertEquals(
                List.of(new SetLabels(Map.of("beta.kubernetes.io/os", "linux"))),
                plan(node, NOW).actions());
    }

    @Test
    void aNodeHasTimeToSayItsFirstWord() {
        var node = node("[]", "[]");
        assertEquals(List.of(), plan(node, NOW.minusSeconds(59)).actions());
        assertTrue(plan(node, NOW.minusSeconds(60)).actions().getFirst() instanceof SetConditions);
    }

    @Test
    void aPodThatToleratesATaintForAWhileIsLeaving() {
        var node = ready("[{'key': 'x', 'effect': 'NoExecute', 'timeAdded': '%s'}]".formatted(NOW));
        var plan = plan(node, NOW, pod("[{'operator': 'Exists', 'tolerationSeconds': 5}]"));
        assertEquals(List.of(), plan.actions());
        var leaving = plan.leaving().values().iterator().next();
        assertEquals("p at " + NOW.plusSeconds(5), leaving.name() + " at " + leaving.at());
        assertTrue(plan(ready("[]"), NOW, pod("[]")).leaving().isEmpty());
        assertEquals(List.of(), plan.cancelled(plan.leaving(), NOW));
        var free = plan(ready("[]"), NOW, pod("[]"));
        assertEquals(List.of(leaving), free.cancelled(plan.leaving(), NOW), "it may stay");
        var intolerable = plan(node, NOW, pod("[]"));
        assertEquals(List.of(leaving), intolerable.cancelled(plan.leaving(), NOW), "it has to go at once");
        assertEquals(List.of(), intolerable.cancelled(plan.leaving(), leaving.at()), "its time has come");
    }

    @ParameterizedTest
    @CsvSource({
        "Ready, False, not-ready:NoSchedule not-ready:NoExecute",
        "MemoryPressure, True, memory-pressure:NoSchedule",
        "DiskPressure, True, disk-pressure:NoSchedule",
        "PIDPressure, True, pid-pressure:NoSchedule",
        "NetworkUnavailable, True, network-unavailable:NoSchedule"
    })
    void conditionsCallForTaints(String type, String status, String wanted) {
        var node = node("[]", "[{'type': '%s', 'status': '%s'}]".formatted(type, status));
        var plan = plan(node, NOW);
        assertEquals(wanted, String.join(" ", taints(plan)));
        assertEquals(List.of(), plan(applied(node, plan), NOW).actions());
    }

    @Test
    void taintsOfOthersStay() {
        var node = ready("[{'key': 'example.com/mine', 'effect': 'NoExecute', 'timeAdded': '2026-01-01T00:00:00Z'}]");
        assertEquals(List.of(), plan(node, NOW).actions());
    }

    /** Seconds until eviction; 0 is at once, -1 is never. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    []                                                                                           | 0
                    [{'operator': 'Exists'}]                                                                     | -1
                    [{'key': 'example.com/t', 'operator': 'Exists', 'tolerationSeconds': 300}]                   | 290
                    [{'key': 'example.com/t', 'operator': 'Exists', 'tolerationSeconds': 5}]                     | 0
                    [{'key': 'example.com/t', 'operator': 'Equal', 'value': 'x', 'effect': 'NoExecute'}]         | 0
                    [{'key': 'example.com/t', 'operator': 'Exists', 'effect': 'NoSchedule'}]                     | 0
                    [{'key': 'other', 'operator': 'Exists'}]                                                     | 0
                    """)
    void podsLeaveWhenTheirToleranceEnds(String tolerations, long seconds) {
        var node = ready(
                "[{'key': 'example.com/t', 'effect': 'NoExecute', 'timeAdded': '%s'}]".formatted(NOW.minusSeconds(10)));
        var pod = pod(tolerations);
        var plan = plan(node, NOW.plusSeconds(1000), pod);
        assertEquals(seconds == 0 ? List.of(new EvictPod("default", "p", pod.uid())) : List.of(), plan.actions());
        if (seconds > 0) {
            assertEquals(Optional.of(Duration.ofSeconds(seconds)), plan.recheck());
        }
    }
}
