package dev.jibe.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every watch does, whichever log is below. */
abstract class WatchContract {

    private static final Duration LONG = Duration.ofMinutes(1);

    private Store<Words> store;

    /** An empty store at its first revision. */
    abstract Store<Words> open(StoreConfig limits);

    /** How many times each of the writers writes: what takes a second or so. */
    abstract int writesOfEach();

    @BeforeEach
    void openStore() {
        store = open(StoreConfig.inMemory());
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void everyWatcherSeesEveryEventOnceAndInOrder() throws InterruptedException {
        int writers = 8;
        int writes = writesOfEach();
        int watchers = 200;
        List<CompletableFuture<List<Event<Words>>>> seen = new ArrayList<>();
        for (int i = 0; i < watchers; i++) {
            String prefix = i % 4 == 0 ? "" : "ns" + i % writers + "/";
            int expected = prefix.isEmpty() ? writers * writes : writes;
            var result = new CompletableFuture<List<Event<Words>>>();
            seen.add(result);
            Watch<Words> watch = store.watch("pods", prefix, 1);
            Thread.startVirtualThread(() -> collect(watch, expected, result));
        }
        List<Thread> threads = new ArrayList<>();
        for (int writer = 0; writer < writers; writer++) {
            String prefix = "ns" + writer + "/";
            threads.add(Thread.startVirtualThread(() -> {
                for (int i = 0; i < writes; i++) {
                    store.commit(Write.put("pods", prefix + i % 10, Words.of("v" + i), Expect.ANY));
                    store.commit(Write.put("noise", prefix + i % 10, Words.of("v" + i), Expect.ANY));
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        List<Event<Words>> all = store.watch("pods", "", 1).poll(Integer.MAX_VALUE);
        assertEquals(writers * writes, all.size());
        for (int i = 0; i < watchers; i++) {
            String prefix = i % 4 == 0 ? "" : "ns" + i % writers + "/";
            List<Event<Words>> expected = all.stream()
                    .filter(event -> event.current().key().startsWith(prefix))
                    .toList();
            assertEquals(expected, seen.get(i).join());
        }
    }

    private void collect(Watch<Words> watch, int expected, CompletableFuture<List<Event<Words>>> result) {
        List<Event<Words>> events = new ArrayList<>();
        try {
            while (events.size() < expected) {
                List<Event<Words>> more = watch.take(50, LONG);
                long newest = store.revision();
                assertTrue(more.stream().allMatch(event -> event.revision() <= newest));
                events.addAll(more);
            }
            result.complete(events);
        } catch (InterruptedException | RuntimeException | AssertionError failure) {
            result.completeExceptionally(failure);
        }
    }

    @Test
    void aWatcherOfAQuietBucketIsNotOvertakenByABusyOne() {
        StoreConfig config = StoreConfig.inMemory().withHistory(Duration.ofHours(1), 10, 1 << 30);
        try (Store<Words> small = open(config);
                Watch<Words> quiet = small.watch("quiet", "", 1);
                Watch<Words> busy = small.watch("busy", "", 1)) {
            for (int i = 0; i < 100; i++) {
                small.commit(Write.put("busy", "k", Words.of("v" + i), Expect.ANY));
            }
            assertTrue(quiet.poll(10).isEmpty());
            assertEquals(101, quiet.revision());
            var gone = assertThrows(StoreException.Compacted.class, () -> busy.poll(10));
            assertEquals(91, gone.compactedRevision());
        }
    }

    @Test
    void aWatcherThatWaitsForAQuietPrefixMissesNothingWhatOthersWrite() throws InterruptedException {
        StoreConfig config = StoreConfig.inMemory().withHistory(Duration.ofHours(1), 10, 1 << 30);
        try (Store<Words> small = open(config);
                Watch<Words> quiet = small.watch("pods", "quiet/", 1);
                Watch<Words> pace = small.watch("pods", "busy/", 1)) {
            var woken = new CountDownLatch(1);
            quiet.onEvents(woken::countDown);
            for (int i = 0; i < 100; i++) {
                putAndWake(small, "busy/k", pace);
            }
            small.commit(Write.put("pods", "quiet/k", Words.of("v"), Expect.ANY));
            woken.await();
            assertEquals(List.of("quiet/k"), keys(quiet.poll(10)));
        }
    }

    @Test
    void aWatcherIsWokenForWhatIsOfInterestOnly() throws InterruptedException {
        try (Watch<Words> odd =
                        store.watch("pods", 1, event -> event.current().key().endsWith("1"));
                Watch<Words> all = store.watch("pods", "", 1)) {
            var wakeUps = new CopyOnWriteArrayList<String>();
            var woken = new CountDownLatch(1);
            odd.onEvents(() -> {
                wakeUps.add("woken");
                woken.countDown();
            });
            putAndWake(store, "a/2", all);
            putAndWake(store, "a/4", all);
            assertEquals(List.of(), wakeUps);
            store.commit(Write.put("pods", "a/1", Words.of("x"), Expect.ANY));
            woken.await();
            assertEquals(List.of("a/1"), keys(odd.poll(10)));
            assertEquals(store.revision(), odd.revision());
        }
    }

    /** Writes, and returns once the watcher has been woken by it: by then the others have been asked about what came before. */
    private static void putAndWake(Store<Words> store, String key, Watch<Words> watch) throws InterruptedException {
        var woken = new CountDownLatch(1);
        watch.onEvents(woken::countDown);
        store.commit(Write.put("pods", key, Words.of("x"), Expect.ANY));
        woken.await();
        assertEquals(List.of(key), keys(watch.poll(10)));
    }

    private static List<String> keys(List<Event<Words>> events) {
        return events.stream().map(event -> event.current().key()).toList();
    }

    @Test
    void aWatchOfABucketInWhichNothingHappenedSinceCanBeginBeforeWhatIsCompacted() {
        StoreConfig config = StoreConfig.inMemory().withHistory(Duration.ofHours(1), 10, 1 << 30);
        try (Store<Words> small = open(config)) {
            small.commit(Write.put("quiet", "k", Words.of("v"), Expect.ANY));
            for (int i = 0; i < 100; i++) {
                small.commit(Write.put("busy", "k", Words.of("v" + i), Expect.ANY));
            }
            assertEquals(92, small.compactedRevision());
            assertThrows(StoreException.Compacted.class, () -> small.at(2));
            var gone = assertThrows(StoreException.Compacted.class, () -> small.watch("quiet", "", 1));
            assertEquals(2, gone.compactedRevision());
            try (Watch<Words> watch = small.watch("quiet", "", 2);
                    Watch<Words> other = small.watch("other", "", 1)) {
                small.commit(Write.put("quiet", "k", Words.of("w"), Expect.ANY));
                assertEquals(
                        List.of(103L),
                        watch.poll(10).stream().map(Event::revision).toList());
                assertTrue(other.poll(10).isEmpty());
            }
        }
    }

    @Test
    void whatIsForgottenBeforeItsStartIsNothingThatAWatchMissed() {
        StoreConfig config = StoreConfig.inMemory().withHistory(Duration.ofHours(1), 10, 1 << 30);
        try (Store<Words> small = open(config)) {
            long start = small.revision() + 100;
            try (Watch<Words> early = small.watch("pods", "", start);
                    Watch<Words> late = small.watch("pods", "", start - 50)) {
                for (int i = 1; i <= 105; i++) {
                    small.commit(Write.put("pods", "k", Words.of("v" + i), Expect.ANY));
                }
                assertEquals(
                        List.of(start + 1, start + 2, start + 3, start + 4, start + 5),
                        early.poll(10).stream().map(Event::revision).toList());
                assertThrows(StoreException.Compacted.class, () -> late.poll(10));
            }
        }
    }

    @Test
    void aWakeUpComesOnceAndOnlyForItsPrefix() throws InterruptedException {
        try (Watch<Words> watch = store.watch("pods", "b/", 1);
                Watch<Words> other = store.watch("pods", "a/", 1)) {
            var woken = new CountDownLatch(1);
            var wakeUps = new ArrayList<String>();
            watch.onEvents(() -> wakeUps.add("b"));
            other.onEvents(woken::countDown);
            store.commit(Write.put("pods", "a/1", Words.of("x"), Expect.ANY));
            woken.await();
            assertEquals(List.of(), wakeUps);
            assertTrue(watch.poll(10).isEmpty());
        }
    }

    @Test
    void aWakeUpComesAtOnceIfThereAreEventsAlready() throws InterruptedException {
        try (Watch<Words> watch = store.watch("pods", "", 1)) {
            store.commit(Write.put("pods", "a/1", Words.of("x"), Expect.ANY));
            var woken = new CountDownLatch(1);
            watch.onEvents(woken::countDown);
            woken.await();
            assertEquals(1, watch.poll(10).size());
        }
    }

    @Test
    void takeEndsWithTheTimeout() throws InterruptedException {
        try (Watch<Words> watch = store.watch("pods", "", 1)) {
            assertTrue(watch.take(10, Duration.ofMillis(1)).isEmpty());
        }
    }

    @Test
    void closingTheStoreEndsAWaitingTake() {
        Watch<Words> watch = store.watch("pods", "", 1);
        var ended = new CompletableFuture<List<Event<Words>>>();
        Thread.startVirtualThread(() -> collect(watch, 1, ended));
        store.close();
        var failure = assertThrows(CompletionException.class, ended::join);
        assertInstanceOf(StoreException.Unavailable.class, failure.getCause());
    }

    @Test
    void aBatchIsSplitOnlyWithARevisionThatSaysSo() {
        store.commit(new Write.Batch<>(List.of(
                Write.put("pods", "1", Words.of("x"), Expect.ANY), Write.put("pods", "2", Words.of("y"), Expect.ANY))));
        try (Watch<Words> watch = store.watch("pods", "", 1)) {
            assertEquals(1, watch.poll(1).size());
            assertEquals(1, watch.revision());
            assertEquals(1, watch.poll(1).size());
            assertTrue(watch.poll(1).isEmpty());
            assertEquals(2, watch.revision());
        }
    }
}
