package dev.jibe.client.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jibe.client.ApiFailure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
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
    void namesThatOthersHaveGivenAreNotGivenAgain() {
        var taken = new ArrayList<>(List.of("web.18867251edfa0007", "web.18867251edfa0009"));
        var names = new EventNames();
        var given = new ArrayList<String>();
        for (int i = 0; i < 3; i++) {
            given.add(names.create("web", WHEN, name -> {
                if (taken.contains(name)) {
                    throw ApiFailure.of(409, "AlreadyExists", "it is there");
                }
                taken.add(name);
            }));
        }
        assertEquals(List.of("web.18867251edfa0008", "web.18867251edfa000a", "web.18867251edfa000b"), given);
    }

    @Test
    void whatFailsOtherwiseOrAlwaysIsNotTriedForEver() {
        for (var reason : new String[] {"Forbidden", "AlreadyExists"}) {
            assertThrows(
                    ApiFailure.class,
                    () -> new EventNames().create("web", WHEN, name -> {
                        throw ApiFailure.of(409, reason, "no");
                    }));
        }
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
