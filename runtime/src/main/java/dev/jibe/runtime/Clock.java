package dev.jibe.runtime;

import java.time.Duration;
import java.time.Instant;

/**
 * Where time comes from: the only way for the house to ask for it or to wait for it.
 *
 * <p>Everything that waits takes a clock, so that a test can give one whose time moves only when the test says so.
 */
public interface Clock {

    /** The wall-clock time, as it is written into API objects. */
    Instant now();

    /** Milliseconds since the epoch; the same time as {@link #now()}. */
    default long millis() {
        return now().toEpochMilli();
    }

    /** Nanoseconds of a clock that never goes back; only differences mean anything. */
    long nanoTime();

    /** Blocks the calling (virtual) thread for the given time. */
    void sleep(Duration duration) throws InterruptedException;

    /**
     * Runs the task once after the delay, on a virtual thread of its own, so it may block. A delay of zero or less runs
     * it at once. What the task throws is logged.
     */
    Cancellable schedule(Duration delay, Runnable task);

    /** The clock of the machine. */
    static Clock system() {
        return SystemClock.INSTANCE;
    }
}
