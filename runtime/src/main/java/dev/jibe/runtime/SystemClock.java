package dev.jibe.runtime;

import dev.jibe.runtime.logging.Log;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The clock of the machine. */
final class SystemClock implements Clock {

    private static final Log LOG = Log.of(SystemClock.class);

    static final SystemClock INSTANCE = new SystemClock();

    /** Only starts threads, so one is enough however many tasks wait. */
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("timer").factory());

    private SystemClock() {
        timer.setRemoveOnCancelPolicy(true);
    }

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public long millis() {
        return System.currentTimeMillis();
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        Thread.sleep(duration);
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
        ScheduledFuture<?> pending = timer.schedule(
                () -> {
                    Thread.ofVirtual().name("scheduled").start(() -> runLogged(task));
                },
                delay.toNanos(),
                TimeUnit.NANOSECONDS);
        return () -> pending.cancel(false);
    }

    private static void runLogged(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException failure) {
            LOG.error("scheduled task failed", failure);
        }
    }
}
