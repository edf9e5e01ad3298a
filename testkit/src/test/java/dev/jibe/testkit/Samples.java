package dev.jibe.testkit;

import dev.jibe.client.Client;
import dev.jibe.client.Selectors;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.apps.v1.Deployment;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.api.v1.Service;
import dev.jibe.object.yaml.Yaml;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** Objects that tests create, and questions that they ask again and again. */
final class Samples {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration LOOK_EVERY = Duration.ofMillis(10);

    private Samples() {}

    static ConditionFactory await() {
        return Awaitility.await().atMost(LIMIT).pollDelay(Duration.ZERO).pollInterval(LOOK_EVERY);
    }

    static Deployment deployment(String namespace, String name, int replicas, String image) {
        return Deployment.KIND.of((JsonMap) Yaml.parse(
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: %1$s, namespace: %2$s}
                spec:
                  replicas: %3$d
                  selector: {matchLabels: {app: %1$s}}
                  template:
                    metadata: {labels: {app: %1$s}}
                    spec: {containers: [{name: main, image: "%4$s", ports: [{containerPort: 80}]}]}
                """.formatted(name, namespace, replicas, image).getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    static Service service(String namespace, String name) {
        return Service.KIND.of(
                (JsonMap) Yaml.parse("""
                apiVersion: v1
                kind: Service
                metadata: {name: %1$s, namespace: %2$s}
                spec: {selector: {app: %1$s}, ports: [{port: 80}]}
                """.formatted(name, namespace).getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    static List<Pod> pods(Client client, String namespace) {
        return client.of(Pod.KIND).list(namespace, Selectors.ALL).items();
    }

    static boolean isReady(Pod pod) {
        return !pod.isTerminating()
                && pod.status().conditions().stream()
                        .anyMatch(c -> c.type().equals("Ready") && c.status().equals("True"));
    }

    static long ready(Client client, String namespace) {
        return pods(client, namespace).stream().filter(Samples::isReady).count();
    }

    static void awaitReady(Client client, String namespace, long count) {
        await().until(() ->
                ready(client, namespace) == count && pods(client, namespace).size() == count);
    }
}
