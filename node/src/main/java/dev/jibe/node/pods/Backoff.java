package dev.jibe.node.pods;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait before the next try, doubling from 10 seconds to 5 minutes, and forgotten after 10 minutes.
 *
 * <p>See "Container restart policy" in https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/.
 */
record Backoff(Duration delay, Instant since) {
    private static final Duration FIRST = Duration.ofSeconds(10);
    private static final Duration LAST = Duration.ofMinutes(5);
    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(10);

    /** The wait after one more try, given that before it. */
    static Backoff after(@Nullable Backoff previous, Instant now) {
        if (previous == null || previous.since.plus(FORGOTTEN_AFTER).isBefore(now)) {
            return new Backoff(FIRST, now);
        }
        Duration doubled = previous.delay.multipliedBy(2);
        return new Backoff(doubled.compareTo(LAST) > 0 ? LAST : doubled, now);
    }
}
