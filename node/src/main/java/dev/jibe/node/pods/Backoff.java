package dev.jibe.node.pods;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait before the next try, doubling up to a limit, and forgotten after 10 minutes.
 *
 * <p>See "Container restart policy" in https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/.
 */
record Backoff(Duration delay, Instant since) {
    private static final Duration FIRST_RESTART = Duration.ofSeconds(10);
    private static final Duration LAST_RESTART = Duration.ofMinutes(5);
    private static final Duration FIRST_STEP = Duration.ofMillis(500);
    private static final Duration LAST_STEP = Duration.ofMinutes(1);
    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(10);

    /** The wait after one more restart or pull, given that before it: from 10 seconds to 5 minutes. */
    static Backoff after(@Nullable Backoff previous, Instant now) {
        return doubled(previous, now, FIRST_RESTART, LAST_RESTART);
    }

    /** The wait after a step that may succeed soon, as when an object it needs is created: half a second to a minute. */
    static Backoff step(@Nullable Backoff previous, Instant now) {
        return doubled(previous, now, FIRST_STEP, LAST_STEP);
    }

    private static Backoff doubled(@Nullable Backoff previous, Instant now, Duration first, Duration last) {
        if (previous == null
                || previous.delay.isZero()
                || previous.since.plus(FORGOTTEN_AFTER).isBefore(now)) {
            return new Backoff(first, now);
        }
        Duration next = previous.delay.multipliedBy(2);
        return new Backoff(next.compareTo(last) > 0 ? last : next, now);
    }
}
