package dev.jibe.jibe;

import dev.jibe.client.Client;
import dev.jibe.client.Selectors;
import dev.jibe.client.cache.Informer;
import dev.jibe.object.api.v1.Node;
import dev.jibe.runtime.Clock;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The wait until a cluster can run pods. */
final class NodesReady {

    private static final int MAX_WAIT_SECONDS = 120;

    private NodesReady() {}

    /** Returns when a node is Ready; fails with what the nodes say of themselves when that takes too long. */
    static void awaitOne(Client client, Clock clock) throws InterruptedException {
        var enough = new CountDownLatch(1);
        try (var nodes = Informer.of(client, Node.KIND, Selectors.ALL, clock)) {
            nodes.onChange(change -> {
                if (nodes.cache().all().stream().anyMatch(NodesReady::isReady)) {
                    enough.countDown();
                }
            });
            nodes.start();
            if (!enough.await(MAX_WAIT_SECONDS, TimeUnit.SECONDS)) {
                throw new UsageException("no node was Ready within " + MAX_WAIT_SECONDS + " s: "
                        + nodes.cache().all().stream()
                                .map(NodesReady::complaint)
                                .collect(Collectors.joining("; ")));
            }
        }
    }

    static boolean isReady(Node node) {
        return node.status().conditions().stream()
                .anyMatch(condition ->
                        condition.type().equals("Ready") && condition.status().equals("True"));
    }

    private static String complaint(Node node) {
        return node.name() + ": "
                + node.status().conditions().stream()
                        .filter(condition -> condition.type().equals("Ready"))
                        .map(condition -> condition.message())
                        .collect(Collectors.joining());
    }
}
