package dev.jibe.controllers.autoscaling;

import static dev.jibe.controllers.Fixtures.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jibe.controllers.Fixtures;
import dev.jibe.object.api.autoscaling.v2.HorizontalPodAutoscaler;
import dev.jibe.object.api.v1.Pod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplicasTest {

    private static Pod pod(String name, String kind) {
        var json = switch (kind) {
            case "pending" -> "{'status': {'phase': 'Pending'}}";
            case "failed" -> "{'status': {'phase': 'Failed'}}";
            case "starting" -> """
                    {'status': {'phase': 'Running', 'startTime': '2026-05-04T11:59:00Z', 'conditions':
                     [{'type': 'Ready', 'status': 'False', 'lastTransitionTime': '2026-05-04T11:59:00Z'}]}}""";
            default -> """
                    {'status': {'phase': 'Running', 'startTime': '2026-05-04T10:00:00Z', 'conditions':
                     [{'type': 'Ready', 'status': 'True', 'lastTransitionTime': '2026-05-04T10:00:00Z'}]}}""";
        };
        return Fixtures.object(Pod.KIND, name, json);
    }

    /** Each pod is written as its use in milli-CPU, {@code -} if there is no sample, and its kind; each asks for a CPU. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    3 | 30 | 300 500 700             | 5
                    3 | 50 | 300 500 700             | 3
                    3 | 48 | 300 500 700             | 3
                    3 | 60 | 300 500 700             | 3
                    3 | 90 | 100 100 100             | 1
                    3 | 30 | 300 500 -               | 3
                    4 | 50 | 900 900 900 -           | 6
                    4 | 50 | 100 100 100 -           | 3
                    3 | 30 | 800 800 0starting       | 6
                    2 | 30 | 300 900 0failed         | 4
                    3 | 30 | 900 -pending -pending   | 3
                    """)
    void howManyAUseAsksFor(int current, int target, String uses, int replicas) throws MetricsException {
        var pods = new ArrayList<Pod>();
        var samples = new HashMap<String, Sample>();
        var requests = new HashMap<String, Long>();
        for (var use : uses.split(" ", -1)) {
            var name = "p" + pods.size();
            var digits = use.replaceAll("[a-z-]", "");
            pods.add(pod(name, use.replaceAll("[0-9-]", "")));
            requests.put(name, 1000L);
            if (!digits.isEmpty()) {
                samples.put(name, new Sample(Long.parseLong(digits), NOW, Duration.ofSeconds(30)));
            }
        }
        assertEquals(
                replicas,
                new Replicas(current, 0.1, 0.1, NOW)
                        .byUtilization(pods, samples, requests, target, true)
                        .replicas());
    }

    private static HorizontalPodAutoscaler scaler(String behavior) {
        return Fixtures.object(HorizontalPodAutoscaler.KIND, "web", """
                {'spec': {'minReplicas': 2, 'maxReplicas': 50 %s}}""".formatted(behavior));
    }

    @ParameterizedTest
    @CsvSource({"10,30,20,ScaleUpLimit", "1,9,4,ScaleUpLimit", "30,99,50,TooManyReplicas", "5,1,2,TooFewReplicas"})
    void withoutABehaviourItAtMostDoubles(int current, int desired, int replicas, String reason) {
        var result = Normalizing.of(scaler(""), current, desired, History.NONE, NOW);
        assertEquals(replicas, result.replicas());
        assertEquals(reason, result.limited().reason());
    }

    @Test
    void theHighestOfFiveMinutesHolds() {
        var history = History.NONE.recommended(8, NOW.minusSeconds(299)).recommended(20, NOW.minusSeconds(301));
        var result = Normalizing.of(scaler(""), 8, 3, history, NOW);
        assertEquals(8, result.replicas());
        assertEquals("ScaleDownStabilized", result.able().reason());
    }

    @Test
    void policiesLimitTheRate() {
        var behavior = """
                , 'behavior': {'scaleUp': {'stabilizationWindowSeconds': 0, 'selectPolicy': 'Min', 'policies':
                 [{'type': 'Pods', 'value': 4, 'periodSeconds': 60}, {'type': 'Percent', 'value': 10, 'periodSeconds': 60}]},
                 'scaleDown': {'stabilizationWindowSeconds': 0, 'selectPolicy': 'Max', 'policies':
                 [{'type': 'Pods', 'value': 1, 'periodSeconds': 60}, {'type': 'Percent', 'value': 50, 'periodSeconds': 60}]}}""";
        assertEquals(
                22, Normalizing.of(scaler(behavior), 20, 40, History.NONE, NOW).replicas());
        var grown = History.NONE.scaled(20, 22, NOW.minusSeconds(30));
        assertEquals(22, Normalizing.of(scaler(behavior), 22, 40, grown, NOW).replicas());
        assertEquals(
                10, Normalizing.of(scaler(behavior), 20, 2, History.NONE, NOW).replicas());
        assertEquals(
                "ScaleDownLimit",
                Normalizing.of(scaler(behavior), 20, 2, History.NONE, NOW)
                        .limited()
                        .reason());
    }

    @Test
    void aValueForAll() {
        var replicas = new Replicas(3, 0.1, 0.1, NOW);
        assertEquals(6, replicas.byValue(20_000, 10_000, 3).replicas());
        assertEquals(3, replicas.byValue(10_500, 10_000, 3).replicas());
        assertEquals(4, replicas.byShare(20_000, 5_000, 3).replicas());
        assertEquals(
                List.of(2),
                List.of(new Replicas(0, 0.1, 0.1, NOW)
                        .byValue(15_000, 10_000, 0)
                        .replicas()));
    }
}
