package dev.jibe.client.events;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jibe.client.Client;
import dev.jibe.client.Selectors;
import dev.jibe.client.memory.MemoryApi;
import dev.jibe.object.api.v1.ConfigMap;
import dev.jibe.object.api.v1.Event;
import dev.jibe.runtime.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventRecorderTest {
    private final Client client = new Client(new MemoryApi());
    private final ConfigMap about = client.of(ConfigMap.KIND).create(ConfigMap.KIND.create("default", "web"));

    private List<Event> events() {
        return client.of(Event.KIND).list("default", Selectors.ALL).items();
    }

    @Test
    void countsEqualEventsInsteadOfRepeatingThem() {
        try (var recorder = new EventRecorder(client, "tester", "", Clock.system())) {
            recorder.normal(about, "Tested", "once");
            recorder.normal(about, "Tested", "once");
            recorder.warning(about, "Tested", "otherwise");
            await().until(() -> events().size() == 2 && events().stream().anyMatch(event -> event.count() == 2));
            var first = events().stream()
                    .filter(event -> event.message().equals("once"))
                    .findFirst()
                    .orElseThrow();
            assertEquals("ConfigMap", first.involvedObject().kind());
            assertEquals("tester", first.source().component());
        }
    }

    @Test
    void oneObjectCannotFloodTheApi() {
        try (var recorder = new EventRecorder(client, "tester", "", Clock.system())) {
            for (int i = 0; i < 40; i++) {
                recorder.normal(about, "Tested", "number " + i);
            }
            await().until(() -> recorder.dropped() == 15);
            assertEquals(10, events().size());
            var combined = events().stream()
                    .filter(event -> event.message().equals("(combined from similar events): number 24"))
                    .findFirst()
                    .orElseThrow();
            assertEquals(16, combined.count());
        }
    }
}
