package dev.jibe.client.queue;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.client.Backoff;
import dev.jibe.runtime.Cancellable;
import dev.jibe.runtime.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class WorkQueueTest {

    /** Remembers what was scheduled, and runs it when told to. */
    private static final class ManualClock implements Clock {
        final List<Duration> delays = Collections.synchronizedList(new ArrayList<>());
        final List<Runnable> tasks = Collections.synchronizedList(new ArrayList<>());

        @Override
        public Instant now() {
            return Instant.EPOCH;
        }

        @Override
        public long nanoTime() {
            return 0;
        }

        @Override
        public void sleep(Duration duration) {
            throw new AssertionError("a queue does not sleep");
        }

        @Override
        public Cancellable schedule(Duration delay, Runnable task) {
            delays.add(delay);
            tasks.add(task);
            return () -> tasks.remove(task);
        }
    }

    private final ManualClock clock = new ManualClock();

    private WorkQueue<String> queue(Function<String, Outcome> work) {
        return new WorkQueue<>("test", 4, clock, QueueMetrics.unread(), work);
    }

    @Test
    void whatChangesWhileAKeyRestsIsLookedAtOnceAfterwards() {
        var count = new AtomicInteger();
        try (var queue = queue(key -> {
            count.incrementAndGet();
            return new Outcome.Rest(Duration.ofSeconds(1), Optional.of(Duration.ofMinutes(1)));
        })) {
            queue.open();
            queue.add("a");
            await().until(() -> clock.delays.contains(Duration.ofSeconds(1)));
            queue.add("a");
            queue.add("a");
            assertEquals(1, count.get());
            assertTrue(queue.isIdle());
            clock.tasks.get(clock.delays.indexOf(Duration.ofSeconds(1))).run();
            await().until(() -> count.get() == 2 && queue.isIdle());
        }
    }

    @Test
    void collectsUntilOpenAndWorksEachKeyOnce() {
        List<String> worked = Collections.synchronizedList(new ArrayList<>());
        try (var queue = queue(key -> {
            worked.add(key);
            return Outcome.DONE;
        })) {
            queue.add("a");
            queue.add("b");
            queue.add("a");
            assertEquals(2, queue.depth());
            queue.open();
            await().until(queue::isIdle);
            assertEquals(Set.of("a", "b"), Set.copyOf(worked));
            assertEquals(2, worked.size());
        }
    }

    @Test
    void aKeyAddedWhileWorkedOnIsWorkedOnAgainAndNeverTwiceAtOnce() throws InterruptedException {
        var begun = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var atOnce = new AtomicInteger();
        var most = new AtomicInteger();
        var times = new AtomicInteger();
        try (var queue = queue(key -> {
            most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            begun.countDown();
            try {
                goOn.await();
            } catch (InterruptedException end) {
                Thread.currentThread().interrupt();
            }
            times.incrementAndGet();
            atOnce.decrementAndGet();
            return Outcome.DONE;
        })) {
            queue.open();
            queue.add("a");
            begun.await();
            queue.add("a");
            queue.add("a");
            goOn.countDown();
            await().until(queue::isIdle);
            assertEquals(2, times.get());
            assertEquals(1, most.get());
        }
    }

    @Test
    void worksOnNoMoreKeysAtOnceThanAllowed() {
        var running = ConcurrentHashMap.<String>newKeySet();
        var most = new AtomicInteger();
        try (var queue = queue(key -> {
            running.add(key);
            most.accumulateAndGet(running.size(), Math::max);
            running.remove(key);
            return Outcome.DONE;
        })) {
            queue.open();
            for (int i = 0; i < 1000; i++) {
                queue.add("key " + i);
            }
            await().until(queue::isIdle);
            assertTrue(most.get() <= 4, "at once: " + most);
        }
    }

    @Test
    void waitsLongerAfterEachFailureAndForgetsAfterSuccess() {
        var failing = new AtomicInteger(3);
        try (var queue = queue(key ->
                failing.getAndDecrement() > 0 ? Outcome.retry(new IllegalStateException("not yet")) : Outcome.DONE)) {
            queue.open();
            queue.add("a");
            for (int i = 1; i <= 3; i++) {
                int scheduled = i;
                await().until(() -> clock.delays.size() == scheduled && queue.isIdle());
                clock.tasks.getLast().run();
            }
            await().until(queue::isIdle);
            assertEquals(List.of(Duration.ofMillis(5), Duration.ofMillis(10), Duration.ofMillis(20)), clock.delays);
        }
    }

    @Test
    void ofSeveralDelaysTheFirstToEndCounts() {
        try (var queue = queue(key -> Outcome.DONE)) {
            queue.addAfter("a", Duration.ofSeconds(5));
            queue.addAfter("a", Duration.ofSeconds(9));
            queue.addAfter("a", Duration.ofSeconds(1));
            assertEquals(1, clock.tasks.size());
            assertEquals(Duration.ofSeconds(1), clock.delays.getLast());
        }
    }

    @Test
    void backoffDoublesUpToItsLimit() {
        assertEquals(Duration.ofMillis(5), Backoff.QUEUE.after(1));
        assertEquals(Duration.ofMillis(40), Backoff.QUEUE.after(4));
        assertEquals(Duration.ofSeconds(1000), Backoff.QUEUE.after(60));
    }
}
