package dev.jibe.simulation;

import dev.jibe.runtime.Cancellable;
import dev.jibe.runtime.Clock;
import dev.jibe.testkit.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A virtual clock whose time of day can be set, as an administrator or a time server does; time itself goes on evenly. */
final class JumpingClock implements Clock {

    private final VirtualClock even;
    private volatile Duration offset = Duration.ZERO;

    JumpingClock(Instant start) {
        this.even = new VirtualClock(start);
    }

    void jump(Duration by) {
        offset = offset.plus(by);
    }

    /** How long nothing will happen by itself; empty if nothing ever will. */
    Optional<Duration> untilNext() {
        return even.untilNext();
    }

    void advance(Duration by) {
        even.advance(by);
    }

    @Override
    public Instant now() {
        return even.now().plus(offset);
    }

    @Override
    public long nanoTime() {
        return even.nanoTime();
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        even.sleep(duration);
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
        return even.schedule(delay, task);
    }
}
