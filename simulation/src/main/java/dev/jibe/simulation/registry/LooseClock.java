package dev.jibe.simulation.registry;

import dev.jibe.runtime.Cancellable;
import dev.jibe.runtime.Clock;
import java.time.Duration;
import java.time.Instant;

/** A clock whose tasks are not waited for, as with the machine's: what one of them waits for may be that time passes. */
record LooseClock(Clock time) implements Clock {

    @Override
    public Instant now() {
        return time.now();
    }

    @Override
    public long nanoTime() {
        return time.nanoTime();
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        time.sleep(duration);
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
        return time.schedule(delay, () -> Thread.ofVirtual().name("scheduled").start(task));
    }
}
