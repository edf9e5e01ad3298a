package dev.jibe.server.encryption;

import dev.jibe.runtime.Cancellable;
import dev.jibe.runtime.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A clock that is moved by hand, and then runs what is due, in the caller's thread. */
final class SteppedClock implements Clock {

    private record Due(Instant at, Runnable task) {}

    private Instant now = Instant.parse("2026-03-01T08:00:00Z");
    private final List<Due> waiting = new ArrayList<>();

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public long nanoTime() {
        return now.toEpochMilli() * 1_000_000;
    }

    @Override
    public void sleep(Duration duration) {
        throw new UnsupportedOperationException("nobody sleeps here");
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
        var due = new Due(now.plus(delay), task);
        waiting.add(due);
        return () -> waiting.remove(due);
    }

    void pass(Duration time) {
        now = now.plus(time);
        var due = waiting.stream().filter(each -> !each.at().isAfter(now)).toList();
        waiting.removeAll(due);
        due.forEach(each -> each.task().run());
    }
}
