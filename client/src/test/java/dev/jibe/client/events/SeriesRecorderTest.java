package dev.jibe.client.events;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.jibe.client.Client;
import dev.jibe.client.Selectors;
import dev.jibe.client.SteppedClock;
import dev.jibe.client.memory.MemoryApi;
import dev.jibe.object.api.events.v1.Event;
import dev.jibe.object.api.v1.ConfigMap;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeriesRecorderTest {
    private final Client client = new Client(new MemoryApi());
    private final ConfigMap about = client.of(ConfigMap.KIND).create(ConfigMap.KIND.create("default", "web"));
    private final SteppedClock clock = new SteppedClock();

    private List<Event> events() {
        return client.of(Event.KIND).list("default", Selectors.ALL).items();
    }

    private void tell(SeriesRecorder recorder, String reason, String note) {
        recorder.record("tester", about, "Normal", reason, "Testing", note);
    }

    @Test
    void whatHappensAgainIsASeriesThatKeepsItsFirstNote() {
        try (var recorder = new SeriesRecorder(client, "me", clock)) {
            tell(recorder, "Tested", "once");
            tell(recorder, "Other", "x".repeat(2000));
            await().until(() -> events().size() == 2);
            tell(recorder, "Tested", "twice");
            await().until(() ->
                    events().stream().anyMatch(event -> event.series().count() == 2));
            tell(recorder, "Tested", "thrice");
            tell(recorder, "Last", "");
            await().until(() -> events().size() == 3);
            var series = events().stream()
                    .filter(event -> event.reason().equals("Tested"))
                    .findFirst()
                    .orElseThrow();
            assertEquals("once", series.note());
            assertEquals("tester-me", series.reportingInstance());
            assertEquals(2, series.series().count(), "the third is written when the series has ended");
            clock.advance(Duration.ofMinutes(13));
            await().until(() ->
                    events().stream().anyMatch(event -> event.series().count() == 3));
            var other = events().stream()
                    .filter(event -> event.reason().equals("Other"))
                    .findFirst()
                    .orElseThrow();
            assertEquals(1024, other.note().length());
            assertFalse(other.hasSeries());
            tell(recorder, "Tested", "anew");
            await().until(() -> events().stream().anyMatch(event -> event.note().equals("anew")));
        }
    }
}
