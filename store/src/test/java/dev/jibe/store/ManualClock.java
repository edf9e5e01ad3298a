package dev.jibe.store;

import dev.jibe.runtime.Cancellable;
import dev.jibe.runtime.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A clock that moves when it is told to; what becomes due runs on the thread that moves it. */
final class ManualClock implements Clock {

    private Instant now = Instant.parse("2026-05-04T00:00:00Z");
    private final List<Timer> timers = new ArrayList<>();

    private record Timer(Instant at, Runnable task) {}

    @Override
    public synchronized Instant now() {
        return now;
    }

    @Override
    public synchronized long nanoTime() {
        return now.toEpochMilli() * 1_000_000;
    }

    @Override
    public void sleep(Duration duration) {
        throw new UnsupportedOperationException("nothing in the store sleeps");
    }

    @Override
    public synchronized Cancellable schedule(Duration delay, Runnable task) {
        var timer = new Timer(now.plus(delay), task);
        timers.add(timer);
        return () -> remove(timer);
    }

    private synchronized void remove(Timer timer) {
        timers.remove(timer);
    }

    void advance(Duration duration) {
        List<Timer> due;
        synchronized (this) {
            now = now.plus(duration);
            due = timers.stream().filter(timer -> !timer.at().isAfter(now)).toList();
            timers.removeAll(due);
        }
        due.forEach(timer -> timer.task().run());
    }
}
