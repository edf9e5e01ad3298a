package dev.jibe.client.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.jibe.client.SteppedClock;
import java.time.Instant;
import java.util.HashSet;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventNamesTest {
    private static final Instant WHEN = Instant.parse("2026-01-01T00:00:00.000000007Z");
    private static final long NANOS = 0x18867251edfa0007L;

    @Test
    void theNanosecondIsTheEndOfTheName() {
        assertEquals(NANOS, EventNames.following(0, WHEN));
        assertEquals("web.18867251edfa0007", EventNames.name("web", NANOS));
    }

    @Test
    void theClockMayStandStillOrGoBack() {
        assertEquals(NANOS + 1, EventNames.following(NANOS, WHEN));
        assertEquals(NANOS + 101, EventNames.following(NANOS + 100, WHEN));
        assertEquals(NANOS, EventNames.following(NANOS - 1, WHEN));
    }

    @Test
    void noNameIsGivenTwice() {
        var clock = new SteppedClock();
        var given = IntStream.range(0, 1000)
                .parallel()
                .mapToObj(i -> EventNames.of(clock).next("web", clock.now()))
                .toList();
        assertEquals(1000, new HashSet<>(given).size());
        assertEquals("web.18867251edfa0000", EventNames.of(new SteppedClock()).next("web", clock.now()));
    }

    @Test
    void aNameThatNoEventCanHaveIsReplaced() {
        for (var about : new String[] {"system:node", "A", "x".repeat(240), "a..b", "-"}) {
            var name = EventNames.name(about, NANOS);
            assertEquals(name, UUID.fromString(name).toString());
            assertNotEquals(name, EventNames.name(about, NANOS + 1));
        }
    }
}
