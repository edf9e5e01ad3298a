package dev.jibe.controllers.cronjob;

import static dev.jibe.client.events.EventRecorder.NORMAL;
import static dev.jibe.client.events.EventRecorder.WARNING;

import dev.jibe.controllers.cronjob.Action.CreateJob;
import dev.jibe.controllers.cronjob.Action.DeleteJob;
import dev.jibe.controllers.cronjob.Action.Tell;
import dev.jibe.object.MalformedException;
import dev.jibe.object.api.batch.v1.CronJob;
import dev.jibe.object.api.batch.v1.CronJobStatus;
import dev.jibe.object.api.batch.v1.Job;
import dev.jibe.object.api.batch.v1.JobCondition;
import dev.jibe.object.api.v1.ObjectReference;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What one CronJob needs next, decided from what was read and nothing else.
 *
 * @param status as it is before a Job is created
 * @param recheck how long until the next start
 */
record CronJobPlan(List<Action> actions, CronJobStatus status, Optional<Duration> recheck) {
    private static final Duration DELTA = Duration.ofMillis(100);

    /** What upstream says of a time that never comes. */
    private static final String NEVER = "time difference between two schedules is less than 1 second";

    private static final DateTimeFormatter RFC_1123 =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss Z", Locale.ENGLISH);

    CronJobPlan {
        actions = List.copyOf(actions);
    }

    /**
     * The world as one CronJob sees it.
     *
     * @param jobs those that it controls
     */
    record Observed(CronJob cronJob, List<Job> jobs, Instant now) {}

    static CronJobPlan of(Observed observed) {
        return new Pass(observed).plan();
    }

    private static final class Pass {
        private final CronJob cronJob;
        private final List<Job> jobs;
        private final Instant now;
        private final List<Action> actions = new ArrayList<>();
        private final List<ObjectReference> active;
        private Optional<Instant> lastSuccess;
        private Optional<Duration> recheck = Optional.empty();

        Pass(Observed observed) {
            cronJob = observed.cronJob();
            jobs = observed.jobs().stream()
                    .sorted(Comparator.comparing(Job::name))
                    .toList();
            now = observed.now();
            active = new ArrayList<>(cronJob.status().active());
            lastSuccess = Optional.of(cronJob.status())
                    .filter(CronJobStatus::hasLastSuccessfulTime)
                    .map(CronJobStatus::lastSuccessfulTime);
        }

        CronJobPlan plan() {
            jobs.forEach(this::follow);
            forgetMissing();
            if (!cronJob.isTerminating()) {
                schedule();
            }
            clean(
                    "Complete",
                    cronJob.spec().hasSuccessfulJobsHistoryLimit(),
                    cronJob.spec().successfulJobsHistoryLimit());
            clean(
                    "Failed",
                    cronJob.spec().hasFailedJobsHistoryLimit(),
                    cronJob.spec().failedJobsHistoryLimit());
            var status = cronJob.status();
            status = active.isEmpty() ? status.withoutActive() : status.withActive(active);
            status = lastSuccess.isPresent() ? status.withLastSuccessfulTime(lastSuccess.get()) : status;
            return new CronJobPlan(actions, status, recheck);
        }

        private void follow(Job job) {
            var end = endOf(job);
            boolean isNoted = active.stream().anyMatch(it -> it.uid().equals(job.uid()));
            if (!isNoted && end.isEmpty()) {
                tell(WARNING, "UnexpectedJob", "Saw a job that the controller did not create or forgot: " + job.name());
            } else if (isNoted && end.isPresent()) {
                active.removeIf(it -> it.uid().equals(job.uid()));
                tell(NORMAL, "SawCompletedJob", "Saw completed job: " + job.name() + ", condition: " + end.get());
            }
            if (end.equals(Optional.of("Complete")) && job.status().hasCompletionTime()) {
                var time = job.status().completionTime();
                lastSuccess = lastSuccess.filter(it -> !it.isBefore(time)).or(() -> Optional.of(time));
            }
        }

        private void forgetMissing() {
            for (var reference : List.copyOf(active)) {
                if (jobs.stream().noneMatch(job -> job.uid().equals(reference.uid()))) {
                    tell(NORMAL, "MissingJob", "Active job went missing: " + reference.name());
                    active.remove(reference);
                }
            }
        }

        private void schedule() {
            var spec = cronJob.spec();
            ZoneId zone = ZoneOffset.UTC;
            try {
                zone = spec.hasTimeZone() ? ZoneId.of(spec.timeZone()) : zone;
            } catch (DateTimeException unknown) {
                var text = "invalid timeZone: \"" + spec.timeZone() + "\": unknown time zone " + spec.timeZone();
                tell(WARNING, "UnknownTimeZone", text);
                return;
            }
            if (spec.suspend()) {
                return;
            }
            try {
                schedule(Schedule.parse(spec.schedule(), zone), zone);
            } catch (MalformedException malformed) {
                var text = "unparseable schedule: \"" + spec.schedule() + "\" : " + malformed.getMessage();
                tell(WARNING, "UnparseableSchedule", text);
            }
        }

        private void schedule(Schedule schedule, ZoneId zone) {
            var missed = Missed.of(cronJob, schedule, now, true);
            if (schedule.next(missed.since()).isEmpty()) {
                tell(
                        WARNING,
                        "InvalidSchedule",
                        "invalid schedule: " + cronJob.spec().schedule() + " : " + NEVER);
                return;
            }
            recheck = untilNext(schedule);
            if (missed.isTooMany()) {
                tell(
                        WARNING,
                        "TooManyMissedTimes",
                        "too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew");
            }
            if (missed.last().isEmpty()) {
                return;
            }
            var time = missed.last().get();
            var spec = cronJob.spec();
            if (spec.hasStartingDeadlineSeconds()
                    && time.plusSeconds(spec.startingDeadlineSeconds()).isBefore(now)) {
                var text = "Missed scheduled time to start a job: " + RFC_1123.format(time.atZone(ZoneOffset.UTC));
                tell(WARNING, "MissSchedule", text);
                return;
            }
            var job = ScheduledJob.of(cronJob, time, zone);
            boolean isStarted = active.stream().anyMatch(it -> it.name().equals(job.name()))
                    || (cronJob.status().hasLastScheduleTime()
                            && cronJob.status().lastScheduleTime().equals(time));
            if (isStarted) {
                return;
            }
            if (spec.concurrencyPolicy().equals("Forbid") && !active.isEmpty()) {
                tell(
                        NORMAL,
                        "JobAlreadyActive",
                        "Not starting job because prior execution is running and concurrency policy is Forbid");
                return;
            }
            if (spec.concurrencyPolicy().equals("Replace")) {
                active.forEach(it -> actions.add(new DeleteJob(it.name(), it.uid())));
                active.clear();
            }
            actions.add(new CreateJob(job, time));
        }

        private Optional<Duration> untilNext(Schedule schedule) {
            var missed = Missed.of(cronJob, schedule, now, false);
            var from = missed.last().orElse(missed.count() == 0 ? missed.since() : now);
            return schedule.next(from).map(next -> {
                var wait = Duration.between(now, next).plus(DELTA);
                return wait.isPositive() ? wait : DELTA;
            });
        }

        private void clean(String end, boolean isLimited, int limit) {
            if (!isLimited) {
                return;
            }
            var ended = jobs.stream()
                    .filter(job -> endOf(job).equals(Optional.of(end)) && !job.isTerminating())
                    .sorted(Comparator.comparing((Job job) -> !job.status().hasStartTime())
                            .thenComparing(job -> job.status().startTime())
                            .thenComparing(Job::name))
                    .toList();
            ended.stream()
                    .limit(Math.max(ended.size() - limit, 0))
                    .forEach(job -> actions.add(new DeleteJob(job.name(), job.uid())));
        }

        private void tell(String type, String reason, String message) {
            actions.add(new Tell(type, reason, message));
        }
    }

    /** The condition by which a Job has ended. */
    private static Optional<String> endOf(Job job) {
        return job.status().conditions().stream()
                .filter(it -> it.status().equals("True")
                        && (it.type().equals("Complete") || it.type().equals("Failed")))
                .map(JobCondition::type)
                .findFirst();
    }
}
