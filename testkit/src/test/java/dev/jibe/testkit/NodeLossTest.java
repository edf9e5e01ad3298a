package dev.jibe.testkit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.client.Client;
import dev.jibe.object.api.apps.v1.Deployment;
import dev.jibe.object.api.v1.Node;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A node that falls silent is tainted, and its pods move on: ten minutes of it, in a moment. */
@JibeTest(nodes = 2, virtualClock = true)
final class NodeLossTest {

    private static final Duration STEP = Duration.ofSeconds(5);

    @Test
    void podsOfALostNodeAreReplacedElsewhere(Jibe cluster, Client client, TestNamespace namespace, VirtualClock clock) {
        client.of(Deployment.KIND).create(Samples.deployment(namespace.name(), "web", 4, "web:1"));
        Samples.awaitReady(client, namespace.name(), 4);
        assertTrue(Samples.pods(client, namespace.name()).stream()
                .anyMatch(pod -> pod.spec().nodeName().equals("node-0")));

        cluster.loseNode("node-0");

        Samples.await().until(() -> {
            clock.advance(STEP);
            return client.of(Node.KIND).get("", "node-0").spec().taints().stream()
                    .anyMatch(taint -> taint.key().equals("node.kubernetes.io/unreachable")
                            && taint.effect().equals("NoExecute"));
        });
        Samples.await().until(() -> {
            clock.advance(STEP);
            return Samples.pods(client, namespace.name()).stream()
                            .filter(pod -> pod.spec().nodeName().equals("node-1"))
                            .filter(Samples::isReady)
                            .count()
                    == 4;
        });
        assertTrue(client.of(Node.KIND).get("", "node-1").spec().taints().isEmpty());
    }
}
