package dev.jibe.scheduler.bind;

import java.util.function.LongSupplier;

/**
 * Measures how long the parts of a decision take.
 *
 * @param nanos a clock that never goes back
 */
public record Stopwatch(LongSupplier nanos, Times times) {

    /** Nothing is measured. */
    public static final Stopwatch NONE = new Stopwatch(() -> 0, (point, profile, succeeded, nanos) -> {});

    /** Takes what was measured. */
    @FunctionalInterface
    public interface Times {

        /** Something took so long; {@code point} is what upstream calls the extension point. */
        void took(String point, String profile, boolean succeeded, long nanos);
    }

    long now() {
        return nanos.getAsLong();
    }

    void took(String point, String profile, boolean succeeded, long begun) {
        times.took(point, profile, succeeded, nanos.getAsLong() - begun);
    }
}
