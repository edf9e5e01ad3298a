package dev.jibe.controllers.job;

import dev.jibe.controllers.pods.PodState;
import dev.jibe.object.api.batch.v1.Job;
import dev.jibe.object.api.batch.v1.JobCondition;
import dev.jibe.object.api.v1.ContainerStatus;
import dev.jibe.object.api.v1.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether a Job is to end, and why: a condition of type FailureTarget or SuccessCriteriaMet. */
final class Verdict {
    private final Job job;
    private final List<Pod> pods;
    private final Tally tally;
    private final Instant now;

    private Verdict(Job job, List<Pod> pods, Tally tally, Instant now) {
        this.job = job;
        this.pods = pods;
        this.tally = tally;
        this.now = now;
    }

    /** The verdict, unless it is that all completions are reached, which depends on what is still running. */
    static Optional<JobCondition> of(Job job, List<Pod> pods, Tally tally, Instant now) {
        var verdict = new Verdict(job, pods, tally, now);
        var conditions = job.status().conditions();
        return JobConditions.holding(conditions, JobConditions.FAILURE_TARGET)
                .or(() -> JobConditions.holding(conditions, JobConditions.SUCCESS_CRITERIA_MET))
                .or(verdict::failedPod)
                .or(verdict::limits)
                .or(verdict::indexes)
                .or(verdict::successPolicy);
    }

    static JobCondition completed(Instant now) {
        return JobConditions.of(
                JobConditions.SUCCESS_CRITERIA_MET,
                true,
                "CompletionsReached",
                "Reached expected number of succeeded pods",
                now);
    }

    /** How long until the Job is past its deadline. */
    static Optional<Duration> untilDeadline(Job job, Instant startTime, Instant now) {
        var spec = job.spec();
        return !spec.hasActiveDeadlineSeconds() || spec.suspend()
                ? Optional.empty()
                : Optional.of(Duration.between(now, startTime.plusSeconds(spec.activeDeadlineSeconds())));
    }

    private Optional<JobCondition> failedPod() {
        if (!job.spec().hasPodFailurePolicy()) {
            return Optional.empty();
        }
        return pods.stream()
                .filter(pod -> JobPods.hasFailed(pod, job))
                .map(pod -> FailurePolicy.of(job, pod))
                .filter(FailurePolicy.Match::failsJob)
                .findFirst()
                .map(match -> failure("PodFailurePolicy", match.message()));
    }

    private Optional<JobCondition> limits() {
        if (tally.failedTotal(job) > job.spec().backoffLimit() || restartsExceed()) {
            return Optional.of(failure("BackoffLimitExceeded", "Job has reached the specified backoff limit"));
        }
        boolean isLate = job.status().hasStartTime()
                && untilDeadline(job, job.status().startTime(), now)
                        .filter(left -> !left.isPositive())
                        .isPresent();
        return isLate
                ? Optional.of(failure("DeadlineExceeded", "Job was active longer than specified deadline"))
                : Optional.empty();
    }

    /** With the restart policy OnFailure it is the restarts of containers that count. */
    private boolean restartsExceed() {
        if (!job.spec().template().spec().restartPolicy().equals("OnFailure")) {
            return false;
        }
        int restarts = pods.stream()
                .filter(pod ->
                        !PodState.isFinished(pod) && !pod.status().phase().equals("Unknown"))
                .flatMap(pod -> Stream.concat(
                        pod.status().initContainerStatuses().stream(), pod.status().containerStatuses().stream()))
                .mapToInt(ContainerStatus::restartCount)
                .sum();
        int limit = job.spec().backoffLimit();
        return limit == 0 ? restarts > 0 : restarts >= limit;
    }

    private Optional<JobCondition> indexes() {
        if (!JobPods.hasLimitPerIndex(job)) {
            return Optional.empty();
        }
        int failed = tally.failed().size();
        if (job.spec().hasMaxFailedIndexes() && failed > job.spec().maxFailedIndexes()) {
            return Optional.of(failure(
                    "MaxFailedIndexesExceeded", "Job has exceeded the specified maximal number of failed indexes"));
        }
        return failed > 0 && failed + tally.completed().size() >= job.spec().completions()
                ? Optional.of(failure("FailedIndexes", "Job has failed indexes"))
                : Optional.empty();
    }

    private Optional<JobCondition> successPolicy() {
        if (!JobPods.isIndexed(job)) {
            return Optional.empty();
        }
        var rules = job.spec().successPolicy().rules();
        for (int i = 0; i < rules.size(); i++) {
            var rule = rules.get(i);
            boolean isMet;
            if (rule.hasSucceededIndexes()) {
                var required = Indexes.parse(rule.succeededIndexes(), job.spec().completions());
                int needed = rule.hasSucceededCount() ? rule.succeededCount() : required.size();
                isMet = tally.completed().inCommon(required) >= needed;
            } else {
                isMet = tally.completed().size() >= rule.succeededCount();
            }
            if (isMet) {
                var message = "Matched rules at index " + i;
                return Optional.of(
                        JobConditions.of(JobConditions.SUCCESS_CRITERIA_MET, true, "SuccessPolicy", message, now));
            }
        }
        return Optional.empty();
    }

    private JobCondition failure(String reason, String message) {
        return JobConditions.of(JobConditions.FAILURE_TARGET, true, reason, message, now);
    }
}
