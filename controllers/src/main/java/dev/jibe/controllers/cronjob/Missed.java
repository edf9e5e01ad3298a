package dev.jibe.controllers.cronjob;

import dev.jibe.object.api.batch.v1.CronJob;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The starts that are due.
 *
 * @param since from when on they were looked for
 * @param last the latest that is due
 * @param count how many there are, roughly
 */
record Missed(Instant since, Optional<Instant> last, long count) {
    private static final long TOO_MANY = 100;

    boolean isTooMany() {
        return count > TOO_MANY;
    }

    /** @param withinDeadline whether starts that are too late count for nothing */
    static Missed of(CronJob cronJob, Schedule schedule, Instant now, boolean withinDeadline) {
        var status = cronJob.status();
        var since = status.hasLastScheduleTime()
                ? status.lastScheduleTime()
                : cronJob.metadata().creationTimestamp();
        if (withinDeadline && cronJob.spec().hasStartingDeadlineSeconds()) {
            var deadline = now.minusSeconds(cronJob.spec().startingDeadlineSeconds());
            since = deadline.isAfter(since) ? deadline : since;
        }
        var first = schedule.next(since);
        if (first.isEmpty() || now.isBefore(first.get())) {
            return new Missed(since, Optional.empty(), 0);
        }
        var second = schedule.next(first.get());
        if (second.isEmpty() || now.isBefore(second.get())) {
            return new Missed(since, first, 0);
        }
        return new Missed(since, last(schedule, first.get(), second.get(), now), count(first.get(), second.get(), now));
    }

    private static long count(Instant first, Instant second, Instant now) {
        long interval = Math.max(Duration.between(first, second).toSeconds(), 1);
        return Duration.between(first, now).toSeconds() / interval + 1;
    }

    /** The search begins two intervals ago: intervals may differ, and going through all would take long after a pause. */
    private static Optional<Instant> last(Schedule schedule, Instant first, Instant second, Instant now) {
        long interval = Math.max(Duration.between(first, second).toSeconds(), 1);
        var time = first.plusSeconds((count(first, second, now) - 2) * interval);
        Optional<Instant> last = Optional.empty();
        for (var next = schedule.next(time); next.isPresent() && !next.get().isAfter(now); ) {
            last = next;
            next = schedule.next(next.get());
        }
        return last;
    }
}
