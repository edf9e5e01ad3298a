package dev.jibe.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jibe.client.Client;
import dev.jibe.client.Patch;
import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.v1.Node;
import dev.jibe.object.api.v1.NodeCondition;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A node that somebody took for lost says at its next heartbeat that it is not. */
@JibeTest(nodes = 1, virtualClock = true)
final class NodeDoubtTest {

    private static String ready(Client client) {
        return client.of(Node.KIND).get("", "node-0").status().conditions().stream()
                .filter(condition -> condition.type().equals("Ready"))
                .map(NodeCondition::status)
                .findFirst()
                .orElse("");
    }

    @Test
    void aNodeThatWasDoubtedSaysThatItIsReady(Client client, VirtualClock clock) {
        var doubt = JsonMap.of("type", "Ready", "status", "Unknown");
        var status = JsonMap.of("status", JsonMap.of("conditions", JsonList.of(doubt)));
        client.of(Node.KIND).patchStatus("", "node-0", new Patch.Strategic(status));
        assertEquals("Unknown", ready(client));
        clock.advance(Duration.ofSeconds(11));
        Samples.await().until(() -> ready(client).equals("True"));
    }
}
