package dev.jibe.controllers.job;

import dev.jibe.object.api.v1.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * How long a Job waits before it replaces pods that failed: ten seconds, and twice as long for each failure after the
 * last success, up to ten minutes.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-backoff-failure-policy">Pod backoff failure
 * policy</a>.
 *
 * @param failures since the last success
 */
record Backoff(int failures, Instant lastFailure) {
    static final Backoff NONE = new Backoff(0, Instant.EPOCH);

    private static final Duration FIRST = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    /** The same with pods that have come to their end since. */
    Backoff after(List<Pod> succeeded, List<Pod> failed) {
        if (failed.isEmpty()) {
            return succeeded.isEmpty() ? this : NONE;
        }
        var lastSuccess = succeeded.stream()
                .map(JobPods::finishedAt)
                .max(Comparator.naturalOrder())
                .orElse(Instant.MIN);
        var later = failed.stream()
                .map(JobPods::finishedAt)
                .filter(time -> time.isAfter(lastSuccess))
                .toList();
        if (later.isEmpty()) {
            return NONE;
        }
        int before = succeeded.isEmpty() ? failures : 0;
        return new Backoff(
                before + later.size(),
                later.stream().max(Comparator.naturalOrder()).orElseThrow());
    }

    /** How much of the wait is left. */
    Duration remaining(Instant now) {
        if (failures == 0) {
            return Duration.ZERO;
        }
        var wait = LONGEST;
        if (failures < 8) {
            wait = FIRST.multipliedBy(1L << (failures - 1));
            wait = wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
        }
        var left = wait.minus(Duration.between(lastFailure, now));
        return left.isNegative() ? Duration.ZERO : left;
    }
}
