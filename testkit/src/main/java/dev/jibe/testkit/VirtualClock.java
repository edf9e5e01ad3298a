package dev.jibe.testkit;

import dev.jibe.runtime.Cancellable;
import dev.jibe.runtime.Clock;
import dev.jibe.runtime.logging.Log;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A clock whose time stands still until a test advances it.
 *
 * <p>Advancing runs what falls due on the way, one task after the other in the order of its time, and waits for each to
 * end or to sleep in turn. What those tasks cause in other threads goes on by itself, as with any clock.
 */
public final class VirtualClock implements Clock {

    private static final Log LOG = Log.of(VirtualClock.class);

    /** A task that blocks on something else than this clock must not hold time up for ever. */
    private static final int MAX_TASK_SECONDS = 10;

    private static final Comparator<Due> ORDER = Comparator.comparing(Due::at).thenComparingLong(Due::number);

    private record Due(Instant at, long number, Runnable task, boolean blocks) {}

    private final Instant start;
    private final PriorityQueue<Due> waiting = new PriorityQueue<>(ORDER);
    private final Map<Thread, CountDownLatch> running = new ConcurrentHashMap<>();
    private Instant now;
    private long count;

    /** Starts at the present second, so that certificates made by it are valid outside too. */
    public VirtualClock() {
        this(Clock.system().now().truncatedTo(ChronoUnit.SECONDS));
    }

    public VirtualClock(Instant start) {
        this.start = start;
        this.now = start;
    }

    @Override
    public synchronized Instant now() {
        return now;
    }

    @Override
    public long nanoTime() {
        return Duration.between(start, now()).toNanos();
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        if (duration.isNegative() || duration.isZero()) {
            return;
        }
        var over = new CountDownLatch(1);
        var pending = enqueue(duration, over::countDown, false);
        var waitedFor = running.get(Thread.currentThread());
        if (waitedFor != null) {
            waitedFor.countDown();
        }
        try {
            over.await();
        } catch (InterruptedException e) {
            pending.cancel();
            throw e;
        }
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
        if (delay.isNegative() || delay.isZero()) {
            Thread.ofVirtual().name("scheduled").start(() -> runLogged(task));
            return () -> {};
        }
        return enqueue(delay, task, true);
    }

    private synchronized Cancellable enqueue(Duration delay, Runnable task, boolean blocks) {
        var due = new Due(now.plus(delay), count++, task, blocks);
        waiting.add(due);
        return () -> remove(due);
    }

    private synchronized void remove(Due due) {
        waiting.remove(due);
    }

    /** How long nothing falls due; empty if nothing ever does. */
    public synchronized Optional<Duration> untilNext() {
        return Optional.ofNullable(waiting.peek()).map(first -> Duration.between(now, first.at()));
    }

    /** Moves time on, and runs what falls due; called by one thread at a time. */
    public void advance(Duration duration) {
        Instant target = now().plus(duration);
        for (var next = takeUntil(target); next.isPresent(); next = takeUntil(target)) {
            run(next.get());
        }
    }

    /** The earliest task that is due by then, with time moved to it; with none left, time moves to the target. */
    private synchronized Optional<Due> takeUntil(Instant target) {
        var first = waiting.peek();
        if (first == null || first.at().isAfter(target)) {
            now = target;
            return Optional.empty();
        }
        waiting.remove();
        now = first.at();
        return Optional.of(first);
    }

    private void run(Due due) {
        if (!due.blocks()) {
            due.task().run();
            return;
        }
        var over = new CountDownLatch(1);
        Thread.ofVirtual().name("scheduled").start(() -> {
            running.put(Thread.currentThread(), over);
            try {
                runLogged(due.task());
            } finally {
                running.remove(Thread.currentThread());
                over.countDown();
            }
        });
        try {
            if (!over.await(MAX_TASK_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("a scheduled task takes long; time goes on without it", "seconds", MAX_TASK_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void runLogged(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException failure) {
            LOG.error("scheduled task failed", failure);
        }
    }
}
