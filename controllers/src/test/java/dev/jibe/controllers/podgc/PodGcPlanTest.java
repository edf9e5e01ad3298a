package dev.jibe.controllers.podgc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jibe.controllers.Fixtures;
import dev.jibe.object.api.v1.Node;
import dev.jibe.object.api.v1.Pod;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodGcPlanTest {

    private static Pod pod(String name, String json) {
        return Fixtures.object(Pod.KIND, name, json);
    }

    private static List<String> deleted(int kept, Pod... pods) {
        return PodGcPlan.of(new PodGcPlan.Observed(List.of(pods), Set.of("gone"), Set.of("off"), kept))
                .actions()
                .stream()
                .map(action -> (PodGcPlan.Action.Delete) action)
                .map(delete -> delete.pod().name() + " " + delete.why().text())
                .toList();
    }

    @Test
    void podsOfDeletedNodesGo() {
        assertEquals(
                List.of("a orphaned"),
                deleted(9, pod("a", "{'spec': {'nodeName': 'gone'}}"), pod("b", "{'spec': {'nodeName': 'there'}}")));
    }

    @Test
    void theOldestFinishedPodsGo() {
        var old = pod(
                "old", "{'metadata': {'creationTimestamp': '2026-01-01T00:00:00Z'}, 'status': {'phase': 'Failed'}}");
        var young = pod(
                "young",
                "{'metadata': {'creationTimestamp': '2026-02-01T00:00:00Z'}, 'status': {'phase': 'Succeeded'}}");
        assertEquals(List.of("old terminated"), deleted(1, young, old));
        assertEquals(List.of(), deleted(2, young, old));
    }

    @Test
    void podsThatNoNodeWillEndGo() {
        var leaving = "{'metadata': {'deletionTimestamp': '2026-01-01T00:00:00Z'}, 'spec': {'nodeName': '%s'}}";
        assertEquals(
                List.of("a unscheduled", "b out-of-service", "c orphaned"),
                deleted(
                        9,
                        pod("a", leaving.formatted("")),
                        pod("b", leaving.formatted("off")),
                        pod("c", leaving.formatted("gone")),
                        pod("d", leaving.formatted("there")),
                        pod("e", "{'spec': {'nodeName': 'off'}}")));
    }

    @ParameterizedTest
    @CsvSource({
        "True, node.kubernetes.io/out-of-service, false",
        "False, node.kubernetes.io/out-of-service, true",
        "Unknown, node.kubernetes.io/out-of-service, true",
        "Unknown, node.kubernetes.io/unreachable, false"
    })
    void whichNodesAreOutOfService(String ready, String taint, boolean expected) {
        var node = Fixtures.object(Node.KIND, "n", """
                {'spec': {'taints': [{'key': '%s', 'effect': 'NoExecute'}]},
                 'status': {'conditions': [{'type': 'Ready', 'status': '%s'}]}}""".formatted(taint, ready));
        assertEquals(expected, PodGcPlan.isOutOfService(node));
    }
}
