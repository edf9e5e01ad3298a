package dev.jibe.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.runtime.Clock;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoreTest {

    @TempDir
    private Path directory;

    @Test
    void aWriteIsReadBackStampedWithItsRevision() {
        try (Store<Words> store = memory()) {
            assertEquals(1, store.revision());
            Committed<Words> committed = store.commit(Write.put("pods", "a/1", Words.of("x"), Expect.ABSENT));
            assertEquals(2, committed.revision());
            Entry<Words> entry = store.latest().get("pods", "a/1");
            assertEquals(new Entry<>("pods", "a/1", new Words("x", 2), 2, 2, Entry.NEVER), entry);
            assertEquals(committed.entry(), entry);
        }
    }

    @Test
    void preconditionsAreChecked() {
        try (Store<Words> store = memory()) {
            store.commit(Write.put("b", "k", Words.of("1"), Expect.ABSENT));
            var exists = assertThrows(
                    StoreException.Conflict.class,
                    () -> store.commit(Write.put("b", "k", Words.of("2"), Expect.ABSENT)));
            assertEquals(store.latest().get("b", "k"), exists.current());
            assertThrows(
                    StoreException.Conflict.class,
                    () -> store.commit(Write.put("b", "k", Words.of("2"), Expect.revision(9))));
            var absent = assertThrows(
                    StoreException.Conflict.class, () -> store.commit(Write.delete("b", "none", Expect.EXISTS)));
            assertNull(absent.current());
            store.commit(Write.put("b", "k", Words.of("2"), Expect.revision(2)));
            assertEquals(3, store.revision());
            Committed<Words> nothing = store.commit(Write.delete("b", "none", Expect.ANY));
            assertTrue(nothing.events().isEmpty());
            assertEquals(3, nothing.revision());
        }
    }

    @Test
    void aDeletionCarriesTheLastValueStampedWithItsRevision() {
        try (Store<Words> store = memory();
                Watch<Words> watch = store.watch("b", "", 1)) {
            store.commit(Write.put("b", "k", Words.of("1"), Expect.ANY));
            Committed<Words> deleted = store.commit(Write.delete("b", "k", Expect.revision(2)));
            Event<Words> event = watch.poll(10).getLast();
            assertEquals(Event.Type.DELETED, event.type());
            assertEquals(new Words("1", 3), event.current().value());
            assertEquals(new Words("1", 2), present(event.previous()).value());
            assertEquals(deleted.entry(), event.current());
            assertNull(store.latest().get("b", "k"));
        }
    }

    @Test
    void aBatchHappensAsAWholeOrNotAtAll() {
        try (Store<Words> store = memory()) {
            store.commit(new Write.Batch<>(List.of(
                    Write.put("b", "1", Words.of("x"), Expect.ABSENT),
                    Write.put("c", "2", Words.of("y"), Expect.ABSENT))));
            assertEquals(2, store.revision());
            assertThrows(
                    StoreException.Conflict.class,
                    () -> store.commit(new Write.Batch<>(List.of(
                            Write.delete("b", "1", Expect.EXISTS),
                            Write.put("c", "2", Words.of("z"), Expect.ABSENT)))));
            assertEquals(2, store.revision());
            assertNotNull(store.latest().get("b", "1"));
        }
    }

    @Test
    void thePastStaysReadableUntilCompacted() {
        try (Store<Words> store = memory()) {
            for (int i = 0; i < 10; i++) {
                store.commit(Write.put("b", "k", Words.of("v" + i), Expect.ANY));
            }
            for (int i = 0; i < 10; i++) {
                assertEquals("v" + i, text(store.at(2 + i), "b", "k"));
            }
            assertNull(store.at(1).get("b", "k"));
            assertThrows(StoreException.FutureRevision.class, () -> store.at(12));
            store.compact(5);
            assertEquals(5, store.compactedRevision());
            assertThrows(StoreException.Compacted.class, () -> store.at(4));
            assertEquals("v3", text(store.at(5), "b", "k"));
            assertThrows(StoreException.Compacted.class, () -> store.watch("b", "", 4));
            try (Watch<Words> watch = store.watch("b", "", 5)) {
                assertEquals(6, watch.poll(100).size());
            }
        }
    }

    @Test
    void rangesAreOrderedLimitedAndCounted() {
        try (Store<Words> store = memory()) {
            for (int i = 0; i < 100; i++) {
                store.commit(Write.put("b", "n%d/%02d".formatted(i % 2, i), Words.of("x"), Expect.ABSENT));
            }
            Snapshot<Words> snapshot = store.latest();
            assertEquals(50, snapshot.count("b", "n1/"));
            Range<Words> first = snapshot.range("b", "n1/", null, 20);
            assertEquals(20, first.size());
            assertEquals(30, first.remaining());
            Range<Words> second =
                    snapshot.range("b", "n1/", first.toList().getLast().key(), 100);
            assertEquals(30, second.size());
            assertEquals("n1/41", second.toList().getFirst().key());
            assertTrue(snapshot.range("b", "n2", null, 5).isEmpty());
            assertEquals(100, snapshot.range("b").toList().size());
        }
    }

    @Test
    void everythingIsThereAfterReopening() {
        StoreConfig config =
                StoreConfig.in(directory).withSegmentSizeBytes(64 << 10).withSnapshotAfterBytes(100 << 10);
        for (int round = 0; round < 4; round++) {
            try (Store<Words> store = Store.open(config, Words.VALUES, Clock.system())) {
                assertEquals(round * 50, store.latest().count("b", ""));
                for (int i = 0; i < 50; i++) {
                    String key = "%d/%02d".formatted(round, i);
                    store.commit(Write.put("b", key, Words.of(key.repeat(100)), Expect.ABSENT));
                }
                assertEquals(1 + (round + 1) * 50, store.revision());
            }
        }
        try (Store<Words> store = Store.open(config, Words.VALUES, Clock.system())) {
            for (Entry<Words> entry : store.latest().range("b")) {
                assertEquals(entry.key().repeat(100), entry.value().text());
                assertEquals(entry.modRevision(), entry.value().revision());
            }
        }
    }

    @Test
    void aWatchGoesOnAcrossAReopening() {
        StoreConfig config = StoreConfig.in(directory);
        try (Store<Words> store = Store.open(config, Words.VALUES, Clock.system())) {
            store.commit(Write.put("b", "1", Words.of("x"), Expect.ABSENT));
            store.commit(Write.put("b", "2", Words.of("y"), Expect.ABSENT));
        }
        try (Store<Words> store = Store.open(config, Words.VALUES, Clock.system());
                Watch<Words> watch = store.watch("b", "", 2)) {
            store.commit(Write.put("b", "3", Words.of("z"), Expect.ABSENT));
            assertEquals(
                    List.of("2", "3"),
                    watch.poll(10).stream().map(event -> event.current().key()).toList());
        }
    }

    @Test
    void aSecondOpenerIsRefused() {
        StoreConfig config = StoreConfig.in(directory);
        try (Store<Words> store = Store.open(config, Words.VALUES, Clock.system())) {
            var refusal = assertThrows(
                    StoreException.Unavailable.class, () -> Store.open(config, Words.VALUES, Clock.system()));
            assertTrue(String.valueOf(refusal.getMessage()).contains("is in use by this process"));
            store.commit(Write.put("b", "k", Words.of("x"), Expect.ABSENT));
        }
        Store.open(config, Words.VALUES, Clock.system()).close();
    }

    @Test
    void aClosedStoreTakesNoWrites() {
        Store<Words> store = memory();
        store.close();
        assertThrows(
                StoreException.Unavailable.class,
                () -> store.commit(Write.put("b", "k", Words.of("x"), Expect.ABSENT)));
        var later = store.submit(Write.put("b", "k", Words.of("x"), Expect.ABSENT));
        assertThrows(CompletionException.class, later::join);
        assertFalse(store.latest().range("b").iterator().hasNext());
    }

    @Test
    void aWriteThatIsTooLargeIsRefused() {
        StoreConfig config = StoreConfig.inMemory().withMaxWriteBytes(1_000);
        try (Store<Words> store = Store.open(config, Words.VALUES, Clock.system())) {
            assertThrows(
                    StoreException.TooLarge.class,
                    () -> store.commit(Write.put("b", "k", Words.of("x".repeat(1_000)), Expect.ABSENT)));
        }
    }

    private static Store<Words> memory() {
        return Store.open(StoreConfig.inMemory(), Words.VALUES, Clock.system());
    }

    private static String text(Snapshot<Words> snapshot, String bucket, String key) {
        return present(snapshot.get(bucket, key)).value().text();
    }

    private static <T> T present(@Nullable T value) {
        assertNotNull(value);
        return Objects.requireNonNull(value);
    }
}
