package dev.jibe.store;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.runtime.Clock;
import dev.jibe.store.etcd.EtcdConfig;
import dev.jibe.store.etcd.EtcdProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract of the store over a real etcd, and what only a shared log can do. */
final class EtcdStoreTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    private static Path directory;

    private static EtcdProcess etcd;

    @BeforeAll
    static void start() throws IOException {
        etcd = EtcdProcess.start(directory);
    }

    @AfterAll
    static void stop() {
        if (etcd != null) {
            etcd.close();
        }
    }

    private static EtcdConfig config() {
        return EtcdConfig.at(etcd.address())
                .withRequestTimeout(Duration.ofSeconds(10))
                .withCompactionInterval(Duration.ZERO);
    }

    private static Store<Words> open(String prefix) {
        return open(prefix, config());
    }

    private static Store<Words> open(String prefix, EtcdConfig config) {
        return Store.over(config, new PlainKeys(prefix), StoreConfig.inMemory(), Words.VALUES, Clock.system());
    }

    @Test
    void theStoreDoesWhatTheModelDoes() {
        Seeds.forEach(4, random -> {
            try (var store = open("/model" + random.nextInt() + "/")) {
                ModelTrial.run(store, random);
            }
        });
    }

    @Test
    void aBatchHappensAsAWholeOrNotAtAll() {
        try (var store = open("/batch/");
                var watch = store.watch("b", "", store.revision())) {
            long base = store.revision();
            var done = store.commit(new Write.Batch<>(List.of(
                    Write.put("b", "1", Words.of("x"), Expect.ABSENT),
                    Write.put("c", "2", Words.of("y"), Expect.ABSENT))));
            assertEquals(base + 1, done.revision());
            assertEquals(
                    List.of("1", "2"),
                    done.events().stream().map(e -> e.current().key()).toList());
            var conflict = assertThrows(
                    StoreException.Conflict.class,
                    () -> store.commit(new Write.Batch<>(List.of(
                            Write.delete("b", "1", Expect.EXISTS),
                            Write.put("c", "2", Words.of("z"), Expect.ABSENT)))));
            assertEquals(store.latest().get("c", "2"), conflict.current());
            assertEquals(1, watch.poll(10).size());
            assertNotNull(store.latest().get("b", "1"));
        }
    }

    @Test
    void whatOneWritesTheOtherReadsAndSees() {
        try (var one = open("/two/");
                var other = open("/two/");
                var watch = other.watch("b", "", other.revision())) {
            List<Entry<Words>> written = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                var entry = one.commit(Write.put("b", "k" + i % 7, Words.of("v" + i), Expect.ANY))
                        .entry();
                written.add(entry);
                assertEquals(entry, other.fresh().get("b", "k" + i % 7));
            }
            var conflict = assertThrows(
                    StoreException.Conflict.class,
                    () -> other.commit(Write.put("b", "k0", Words.of("x"), Expect.ABSENT)));
            assertEquals(one.latest().get("b", "k0"), conflict.current());
            assertEquals(written, watch.poll(1_000).stream().map(Event::current).toList());
        }
    }

    @Test
    void onlyOneOfManyWritersTakesAKey() throws InterruptedException {
        try (var one = open("/race/");
                var other = open("/race/")) {
            Map<String, String> winners = new ConcurrentHashMap<>();
            List<Thread> threads = new ArrayList<>();
            for (int writer = 0; writer < 8; writer++) {
                var store = writer % 2 == 0 ? one : other;
                var name = "w" + writer;
                threads.add(Thread.startVirtualThread(() -> {
                    for (int i = 0; i < 50; i++) {
                        try {
                            store.commit(Write.put("b", "k" + i, Words.of(name), Expect.ABSENT));
                            assertNull(winners.put("k" + i, name));
                        } catch (StoreException.Conflict lost) {
                            assertNotNull(lost.current());
                        }
                    }
                }));
            }
            for (var thread : threads) {
                thread.join();
            }
            assertEquals(50, winners.size());
            for (var store : List.of(one, other)) {
                for (var entry : store.fresh().range("b")) {
                    assertEquals(winners.get(entry.key()), entry.value().text());
                }
            }
        }
    }

    @Test
    void whatIsThereIsReadAtTheNextOpening() {
        try (var store = open("/again/")) {
            for (int i = 0; i < 5_000; i++) {
                var _ = store.submit(Write.put("b", "n%d/%04d".formatted(i % 3, i), Words.of("v" + i), Expect.ABSENT));
            }
            store.commit(Write.put("other", "k", Words.of("x"), Expect.ABSENT));
            await().until(() -> store.latest().count("b", "") == 5_000);
            try (var again = open("/again/")) {
                assertEquals(store.revision(), again.revision());
                assertEquals(
                        store.latest().range("b").toList(),
                        again.latest().range("b").toList());
                assertThrows(StoreException.Compacted.class, () -> again.watch("b", "", 1));
            }
        }
    }

    @Test
    void keysExpireAndAreSeenToGo() throws InterruptedException {
        try (var store = open("/expiry/");
                var watch = store.watch("b", "", store.revision())) {
            store.commit(Write.put("b", "k", Words.of("x"), Expect.ABSENT, Duration.ofSeconds(1)));
            store.commit(Write.put("b", "stays", Words.of("y"), Expect.ABSENT));
            assertEquals(2, watch.poll(10).size());
            var gone = watch.take(10, LONG).getFirst();
            assertEquals(Event.Type.DELETED, gone.type());
            assertEquals("k", gone.current().key());
            assertNull(store.latest().get("b", "k"));
            assertNotNull(store.latest().get("b", "stays"));
        }
    }

    @Test
    void othersMayWriteWhatIsNotOurs() {
        try (var ours = open("/ours/");
                var theirs = open("/theirs/")) {
            theirs.commit(Write.put("b", "k", Words.of("x"), Expect.ABSENT));
            assertNull(ours.fresh().get("b", "k"));
            assertEquals(theirs.revision(), ours.revision());
        }
    }

    @Test
    void aCompactionLeavesTheRecentPast() {
        try (var store = open("/compact/")) {
            var first = store.commit(Write.put("b", "k", Words.of("1"), Expect.ABSENT));
            var second = store.commit(Write.put("b", "k", Words.of("2"), Expect.ANY));
            store.compact(second.revision());
            assertThrows(StoreException.Compacted.class, () -> store.at(first.revision()));
            assertEquals(second.entry(), store.at(second.revision()).get("b", "k"));
            store.commit(Write.put("b", "k", Words.of("3"), Expect.ANY));
        }
    }

    @Test
    void nothingAcknowledgedIsLostWhenEtcdIsKilled(@TempDir Path own) throws Exception {
        try (var victim = EtcdProcess.start(own)) {
            var config = EtcdConfig.at(victim.address()).withRequestTimeout(Duration.ofSeconds(5));
            Map<String, Long> acknowledged = new ConcurrentHashMap<>();
            var stop = new AtomicBoolean();
            try (var store = open("/kill/", config);
                    var watch = store.watch("b", "", store.revision())) {
                List<Thread> threads = new ArrayList<>();
                for (int writer = 0; writer < 8; writer++) {
                    int number = writer;
                    threads.add(Thread.startVirtualThread(() -> {
                        for (int i = 0; !stop.get(); i++) {
                            var key = number + "/" + i;
                            try {
                                var done = store.commit(Write.put("b", key, Words.of(key), Expect.ABSENT));
                                acknowledged.put(key, done.revision());
                            } catch (StoreException.Unreachable | StoreException.TimedOut down) {
                                awaitNews(store);
                            }
                        }
                    }));
                }
                for (int round = 0; round < 3; round++) {
                    int before = acknowledged.size();
                    await().until(() -> acknowledged.size() > before + 200);
                    victim.kill();
                    assertThrows(
                            StoreException.class,
                            () -> store.commit(Write.put("b", "down", Words.of("x"), Expect.ANY)));
                    victim.restart();
                }
                int before = acknowledged.size();
                await().atMost(LONG).until(() -> acknowledged.size() > before + 200);
                stop.set(true);
                for (var thread : threads) {
                    thread.join();
                }
                var snapshot = store.fresh();
                acknowledged.forEach((key, revision) -> {
                    var entry = snapshot.get("b", key);
                    assertNotNull(entry, key);
                    assertEquals(revision, entry.modRevision());
                });
                var seen = watch.poll(Integer.MAX_VALUE);
                assertEquals(snapshot.count("b", ""), seen.size());
                for (int i = 1; i < seen.size(); i++) {
                    assertTrue(seen.get(i - 1).revision() < seen.get(i).revision());
                }
            }
        }
    }

    private static void awaitNews(Store<?> store) {
        try {
            store.await(store.revision() + 1, Duration.ofMillis(20));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void whileEtcdIsSilentReadsGoOnAndTheRestIsBounded(@TempDir Path own) throws Exception {
        try (var victim = EtcdProcess.start(own)) {
            var config = EtcdConfig.at(victim.address()).withRequestTimeout(Duration.ofMillis(500));
            try (var store = open("/silent/", config)) {
                var entry = store.commit(Write.put("b", "k", Words.of("x"), Expect.ABSENT))
                        .entry();
                victim.freeze();
                assertEquals(entry, store.latest().get("b", "k"));
                assertThrows(
                        StoreException.TimedOut.class,
                        () -> store.commit(Write.put("b", "k", Words.of("y"), Expect.ANY)));
                assertThrows(StoreException.TimedOut.class, store::fresh);
                assertThrows(StoreException.TimedOut.class, () -> store.probe(Duration.ofMillis(100)));
                victim.thaw();
                await().atMost(LONG)
                        .ignoreExceptionsInstanceOf(StoreException.class)
                        .untilAsserted(() -> {
                            var found = store.fresh().get("b", "k");
                            assertNotNull(found);
                        });
            }
        }
    }

    @Test
    void whoHasMissedTooMuchBeginsAnew(@TempDir Path own) throws Exception {
        try (var victim = EtcdProcess.start(own)) {
            var config = EtcdConfig.at(victim.address()).withRequestTimeout(Duration.ofSeconds(5));
            try (var store = open("/missed/", config)) {
                store.commit(Write.put("b", "gone", Words.of("x"), Expect.ABSENT));
                var watch = store.watch("b", "", store.revision());
                // Another etcd in its place, with another past: as after a restore of a copy.
                victim.replace();
                var failure = await().atMost(LONG)
                        .until(
                                () -> assertThrows(StoreException.Compacted.class, () -> {
                                    while (true) {
                                        watch.take(10, LONG);
                                    }
                                }),
                                each -> true);
                assertInstanceOf(StoreException.Compacted.class, failure);
                assertNull(store.fresh().get("b", "gone"));
                store.commit(Write.put("b", "new", Words.of("y"), Expect.ABSENT));
                assertFalse(store.latest().range("b").isEmpty());
            }
        }
    }
}
