package dev.jibe.controllers.disruption;

import static dev.jibe.controllers.Fixtures.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jibe.controllers.Fixtures;
import dev.jibe.object.api.policy.v1.PodDisruptionBudget;
import dev.jibe.object.api.v1.Pod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DisruptionPlanTest {

    private static PodDisruptionBudget budget(String spec, String disrupted) {
        return Fixtures.object(PodDisruptionBudget.KIND, "web", """
                {'metadata': {'generation': 3}, 'spec': {%s}, 'status': {'disruptedPods': {%s}}}""".formatted(spec, disrupted));
    }

    private static Pod pod(String name, boolean ready) {
        return Fixtures.object(
                Pod.KIND,
                name,
                "{'status': {'conditions': [{'type': 'Ready', 'status': '%s'}]}}".formatted(ready ? "True" : "False"));
    }

    private static List<Pod> pods(int ready, int unready) {
        var pods = new ArrayList<Pod>();
        for (int i = 0; i < ready + unready; i++) {
            pods.add(pod("p" + i, i < ready));
        }
        return pods;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    minAvailable: 2      | 3 | 0 | 3 | 2 | 1
                    minAvailable: 2      | 1 | 2 | 3 | 2 | 0
                    minAvailable: "50%"  | 3 | 1 | 4 | 2 | 1
                    maxUnavailable: 1    | 4 | 0 | 4 | 3 | 1
                    maxUnavailable: "25%" | 3 | 1 | 4 | 3 | 0
                    maxUnavailable: 9    | 4 | 0 | 4 | 0 | 4
                    minAvailable: 0      | 0 | 0 | 0 | 0 | 0
                    """)
    void howManyMayGo(String spec, int ready, int unready, int expected, int desired, int allowed) {
        var budget = budget("'" + spec.replace(":", "':"), "");
        var status = DisruptionPlan.of(new DisruptionPlan.Observed(
                        budget, pods(ready, unready), Map.of("set", ready + unready), List.of(), NOW))
                .status();
        assertEquals(expected, status.expectedPods());
        assertEquals(desired, status.desiredHealthy());
        assertEquals(allowed, status.disruptionsAllowed());
        assertEquals(3, status.observedGeneration());
        var condition = status.conditions().getFirst();
        assertEquals(allowed > 0 ? "SufficientPods" : "InsufficientPods", condition.reason());
    }

    @Test
    void anEvictedPodDoesNotCountUntilItIsClearThatItStays() {
        var budget = budget("'minAvailable': 1", "'p0': '2026-05-04T11:59:00Z', 'p1': '2026-05-04T11:50:00Z'");
        var plan = DisruptionPlan.of(new DisruptionPlan.Observed(budget, pods(3, 0), Map.of(), List.of(), NOW));
        assertEquals(2, plan.status().currentHealthy());
        assertEquals(Map.of("p0", "2026-05-04T11:59:00Z"), plan.status().disruptedPods());
        assertEquals(List.of("p1"), plan.notDeleted().stream().map(Pod::name).toList());
        assertEquals(Optional.of(Duration.ofSeconds(60)), plan.recheck());
    }
}
