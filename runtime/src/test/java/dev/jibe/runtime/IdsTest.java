package dev.jibe.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class IdsTest {

    @Test
    void uuidIsRandomVersionFour() {
        var ids = new Ids(new Random(1));
        for (int i = 0; i < 100; i++) {
            UUID uuid = UUID.fromString(ids.uuid());
            assertEquals(4, uuid.version());
            assertEquals(2, uuid.variant());
        }
    }

    @Test
    void suffixHasFiveSafeCharacters() {
        var ids = new Ids(new Random(2));
        for (int i = 0; i < 100; i++) {
            String suffix = ids.suffix();
            assertTrue(suffix.matches("[bcdfghjklmnpqrstvwxz2456789]{5}"), suffix);
        }
    }

    @Test
    void theSameSeedGivesTheSameNames() {
        assertEquals(new Ids(new Random(3)).uuid(), new Ids(new Random(3)).uuid());
    }
}
