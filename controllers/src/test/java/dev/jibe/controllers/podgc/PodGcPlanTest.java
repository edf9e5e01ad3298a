package dev.jibe.controllers.podgc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jibe.controllers.Fixtures;
import dev.jibe.object.api.v1.Pod;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PodGcPlanTest {

    private static Pod pod(String name, String json) {
        return Fixtures.object(Pod.KIND, name, json);
    }

    private static List<String> deleted(int kept, Pod... pods) {
        return PodGcPlan.of(new PodGcPlan.Observed(List.of(pods), Set.of("gone"), kept)).actions().stream()
                .map(action -> ((PodGcPlan.Action.Delete) action).name())
                .toList();
    }

    @Test
    void podsOfDeletedNodesGo() {
        assertEquals(
                List.of("a"),
                deleted(9, pod("a", "{'spec': {'nodeName': 'gone'}}"), pod("b", "{'spec': {'nodeName': 'there'}}")));
    }

    @Test
    void theOldestFinishedPodsGo() {
        var old = pod(
                "old", "{'metadata': {'creationTimestamp': '2026-01-01T00:00:00Z'}, 'status': {'phase': 'Failed'}}");
        var young = pod(
                "young",
                "{'metadata': {'creationTimestamp': '2026-02-01T00:00:00Z'}, 'status': {'phase': 'Succeeded'}}");
        assertEquals(List.of("old"), deleted(1, young, old));
        assertEquals(List.of(), deleted(2, young, old));
    }

    @Test
    void podsThatNoNodeWillEndGo() {
        assertEquals(List.of("a"), deleted(9, pod("a", "{'metadata': {'deletionTimestamp': '2026-01-01T00:00:00Z'}}")));
    }
}
