package dev.jibe.runtime;

import java.time.Duration;
import java.time.Instant;

/** Where time comes from: the only way for the house to ask for it or to wait for it. */
public interface Clock {

    /** The wall-clock time, as it is written into API objects. */
    Instant now();

    /** Nanoseconds of a clock that never goes back; only differences mean anything. */
    long nanoTime();

    /** Blocks the calling (virtual) thread for the given time. */
    void sleep(Duration duration) throws InterruptedException;

    /** The clock of the machine. */
    static Clock system() {
        return SystemClock.INSTANCE;
    }
}
