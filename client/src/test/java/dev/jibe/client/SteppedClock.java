package dev.jibe.client;

import dev.jibe.runtime.Cancellable;
import dev.jibe.runtime.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** A clock that stands still until it is told to go on; what falls due meanwhile runs in the caller's thread. */
public final class SteppedClock implements Clock {
    private final PriorityQueue<Due> waiting =
            new PriorityQueue<>(Comparator.comparing(Due::at).thenComparingLong(Due::number));
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private long count;

    private record Due(Instant at, long number, Runnable task) {}

    @Override
    public synchronized Instant now() {
        return now;
    }

    @Override
    public long nanoTime() {
        return Duration.between(Instant.EPOCH, now()).toNanos();
    }

    @Override
    public void sleep(Duration duration) {
        throw new AssertionError("nobody sleeps here");
    }

    @Override
    public synchronized Cancellable schedule(Duration delay, Runnable task) {
        var due = new Due(now.plus(delay.isNegative() ? Duration.ZERO : delay), count++, task);
        waiting.add(due);
        return () -> cancel(due);
    }

    private synchronized void cancel(Due due) {
        waiting.remove(due);
    }

    public void advance(Duration duration) {
        var target = now().plus(duration);
        for (var due = take(target); due != null; due = take(target)) {
            due.task().run();
        }
    }

    /** Moves time on as if the process had been stopped: nothing runs. */
    public synchronized void jump(Duration duration) {
        now = now.plus(duration);
    }

    private synchronized @Nullable Due take(Instant target) {
        var first = waiting.peek();
        if (first == null || first.at().isAfter(target)) {
            now = target.isAfter(now) ? target : now;
            return null;
        }
        waiting.remove();
        now = first.at().isAfter(now) ? first.at() : now;
        return first;
    }
}
