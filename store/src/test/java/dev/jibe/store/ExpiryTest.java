package dev.jibe.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExpiryTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration LONG = Duration.ofMinutes(1);

    private final ManualClock clock = new ManualClock();

    @TempDir
    private Path directory;

    @Test
    void anEntryIsDeletedWhenItsTimeIsUp() throws InterruptedException {
        // Longer than the entry lives: what the watch has not looked at yet must not be forgotten.
        StoreConfig config = StoreConfig.inMemory().withHistory(HOUR.multipliedBy(2), 1_000, 1 << 20);
        try (Store<Words> store = Store.open(config, Words.VALUES, clock);
                Watch<Words> watch = store.watch("events", "", 2)) {
            store.commit(Write.put("events", "e", Words.of("x"), Expect.ABSENT, HOUR));
            clock.advance(HOUR.minusMillis(1));
            assertNotNull(store.latest().get("events", "e"));
            clock.advance(Duration.ofMillis(1));
            List<Event<Words>> events = watch.take(1, LONG);
            assertEquals(Event.Type.DELETED, events.getFirst().type());
            assertEquals(3, events.getFirst().revision());
            assertNull(store.latest().get("events", "e"));
        }
    }

    @Test
    void aChangeGivesItANewTime() throws InterruptedException {
        try (Store<Words> store = Store.open(StoreConfig.inMemory(), Words.VALUES, clock)) {
            store.commit(Write.put("events", "e", Words.of("x"), Expect.ABSENT, HOUR));
            clock.advance(HOUR.dividedBy(2));
            store.commit(Write.put("events", "e", Words.of("y"), Expect.EXISTS, HOUR));
            store.commit(Write.put("events", "last", Words.of("z"), Expect.ABSENT, HOUR.dividedBy(2)));
            clock.advance(HOUR.dividedBy(2));
            try (Watch<Words> watch = store.watch("events", "last", 4)) {
                assertEquals(1, watch.take(1, LONG).size());
            }
            assertNotNull(store.latest().get("events", "e"));
        }
    }

    @Test
    void timesOutliveAReopening() throws InterruptedException {
        StoreConfig config = StoreConfig.in(directory).withSegmentSizeBytes(1 << 20);
        try (Store<Words> store = Store.open(config, Words.VALUES, clock)) {
            store.commit(Write.put("events", "e", Words.of("x"), Expect.ABSENT, HOUR));
        }
        clock.advance(HOUR);
        try (Store<Words> store = Store.open(config, Words.VALUES, clock);
                Watch<Words> watch = store.watch("events", "", 2)) {
            clock.advance(Duration.ZERO);
            assertEquals(1, watch.take(1, LONG).size());
            assertTrue(store.latest().range("events").isEmpty());
        }
    }

    @Test
    void theAgeOfTheHistoryIsBounded() {
        StoreConfig config = StoreConfig.inMemory().withHistory(Duration.ofMinutes(5), 1_000, 1 << 20);
        try (Store<Words> store = Store.open(config, Words.VALUES, clock)) {
            for (int i = 0; i < 10; i++) {
                store.commit(Write.put("b", "k", Words.of("v" + i), Expect.ANY));
                clock.advance(Duration.ofMinutes(1));
            }
            assertEquals(11, store.revision());
            assertEquals(5, store.compactedRevision());
        }
    }

    @Test
    void theSizeOfTheHistoryIsBounded() {
        StoreConfig config = StoreConfig.inMemory().withHistory(HOUR, 100, 50_000);
        try (Store<Words> store = Store.open(config, Words.VALUES, clock)) {
            for (int i = 0; i < 200; i++) {
                store.commit(Write.put("b", "k", Words.of("v" + i), Expect.ANY));
            }
            assertTrue(store.revision() - store.compactedRevision() <= 50_000 / Change.OVERHEAD_BYTES);
            assertTrue(store.revision() - store.compactedRevision() > 10);
        }
    }
}
