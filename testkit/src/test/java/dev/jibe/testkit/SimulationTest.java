package dev.jibe.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.client.Call;
import dev.jibe.client.Client;
import dev.jibe.client.Patch;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.apps.v1.Deployment;
import dev.jibe.object.api.autoscaling.v2.HorizontalPodAutoscaler;
import dev.jibe.object.api.batch.v1.Job;
import dev.jibe.object.api.v1.Pod;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Simulated pods use, fail and end as their annotations say; what they use moves autoscalers. */
@JibeTest(nodes = 2, virtualClock = true)
final class SimulationTest {
    private static final Duration STEP = Duration.ofSeconds(15);

    private static final String BUSY = """
                spec:
                  replicas: 1
                  selector: {matchLabels: {app: web}}
                  template:
                    metadata:
                      labels: {app: web}
                      annotations: {jibe.dev/simulated-cpu: 180m, jibe.dev/simulated-memory: 64Mi}
                    spec:
                      containers: [{name: main, image: web, resources: {requests: {cpu: 100m}}}]
                """;

    private static final String SCALER = """
                spec:
                  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
                  minReplicas: 1
                  maxReplicas: 4
                  metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 60}}}]
                """;

    private static int replicas(Client client, String namespace) {
        return client.of(Deployment.KIND).get(namespace, "web").spec().replicas();
    }

    @Test
    void anAutoscalerFollowsWhatSimulatedPodsUse(Client client, TestNamespace namespace, VirtualClock clock) {
        new Yamls(client, namespace.name()).create(Deployment.KIND, "web", BUSY);
        Samples.awaitReady(client, namespace.name(), 1);
        new Yamls(client, namespace.name()).create(HorizontalPodAutoscaler.KIND, "web", SCALER);

        Samples.await().until(() -> {
            clock.advance(STEP);
            return replicas(client, namespace.name()) == 4;
        });
        Samples.awaitReady(client, namespace.name(), 4);

        var idle = new Patch.Merge(
                JsonMap.of("metadata", JsonMap.of("annotations", JsonMap.of("jibe.dev/simulated-cpu", "10m"))));
        Samples.pods(client, namespace.name())
                .forEach(pod -> client.of(Pod.KIND).patch(namespace.name(), pod.name(), idle));
        Samples.await().until(() -> {
            clock.advance(STEP);
            return replicas(client, namespace.name()) == 1;
        });
    }

    @Test
    void whatPodsAndNodesUseIsServed(Client client, TestNamespace namespace) {
        new Yamls(client, namespace.name()).create(Deployment.KIND, "web", BUSY);
        Samples.awaitReady(client, namespace.name(), 1);
        var path = "/apis/metrics.k8s.io/v1beta1/";
        var pods = client.transport().send(Call.get(path + "namespaces/" + namespace.name() + "/pods"));
        var container =
                pods.body().list("items").maps().findFirst().orElseThrow().list("containers");
        assertEquals(
                JsonMap.of("cpu", "180000000n", "memory", "65536Ki"),
                container.maps().findFirst().orElseThrow().map("usage"));
        var nodes = client.transport().send(Call.get(path + "nodes"));
        assertEquals(2, nodes.body().list("items").size());
    }

    @Test
    void aPodThatFailsIsTriedAgainUntilItsJobGivesUp(Client client, TestNamespace namespace, VirtualClock clock) {
        new Yamls(client, namespace.name()).create(Job.KIND, "broken", """
                spec:
                  backoffLimit: 1
                  template:
                    metadata: {annotations: {jibe.dev/simulated-exit-code: "7", jibe.dev/simulated-run-seconds: "2"}}
                    spec: {restartPolicy: Never, containers: [{name: main, image: job}]}
                """);
        Samples.await().until(() -> {
            clock.advance(Duration.ofSeconds(1));
            return client.of(Job.KIND).get(namespace.name(), "broken").status().conditions().stream()
                    .anyMatch(it -> it.type().equals("Failed") && it.status().equals("True"));
        });
        var pods = Samples.pods(client, namespace.name());
        assertEquals(2, pods.size());
        for (var pod : pods) {
            var ended = pod.status().containerStatuses().getFirst().state().terminated();
            assertEquals(7, ended.exitCode());
            assertTrue(Duration.between(ended.startedAt(), ended.finishedAt()).toSeconds() >= 2);
        }
    }

    @Test
    void aPodThatAlwaysFailsBacksOff(Client client, TestNamespace namespace, VirtualClock clock) {
        new Yamls(client, namespace.name()).create(Pod.KIND, "crash", """
                metadata:
                  annotations: {jibe.dev/simulated-exit-code: "1", jibe.dev/simulated-run-seconds: "1"}
                spec: {containers: [{name: main, image: crash}]}
                """);
        Samples.await().until(() -> {
            clock.advance(Duration.ofSeconds(1));
            var status = client.of(Pod.KIND).get(namespace.name(), "crash").status();
            return !status.containerStatuses().isEmpty()
                    && status.containerStatuses().getFirst().restartCount() == 2;
        });
        var container =
                client.of(Pod.KIND).get(namespace.name(), "crash").status().containerStatuses();
        assertEquals(1, container.getFirst().lastState().terminated().exitCode());
        Samples.await().until(() -> {
            clock.advance(Duration.ofMillis(200));
            return client.of(Pod.KIND)
                    .get(namespace.name(), "crash")
                    .status()
                    .containerStatuses()
                    .getFirst()
                    .state()
                    .waiting()
                    .reason()
                    .equals("CrashLoopBackOff");
        });
    }

    @Test
    void readinessFollowsItsAnnotation(Client client, TestNamespace namespace, VirtualClock clock) {
        client.of(Deployment.KIND).create(Samples.deployment(namespace.name(), "web", 1, "web:1"));
        Samples.awaitReady(client, namespace.name(), 1);
        var pod = Samples.pods(client, namespace.name()).getFirst();
        var annotate = JsonMap.of("jibe.dev/simulated-ready", "false");
        client.of(Pod.KIND)
                .patch(
                        namespace.name(),
                        pod.name(),
                        new Patch.Merge(JsonMap.of("metadata", JsonMap.of("annotations", annotate))));
        Samples.await().until(() -> Samples.ready(client, namespace.name()) == 0);
    }
}
