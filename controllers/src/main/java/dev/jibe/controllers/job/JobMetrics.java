package dev.jibe.controllers.job;

import dev.jibe.object.api.batch.v1.Job;
import dev.jibe.object.api.batch.v1.JobStatus;
import dev.jibe.runtime.metrics.Buckets;
import dev.jibe.runtime.metrics.Counter;
import dev.jibe.runtime.metrics.Histogram;
import dev.jibe.runtime.metrics.Metrics;

/** What is counted of Jobs, by upstream's names and labels. */
final class JobMetrics {
    private static final String MODE = "completion_mode";
    private static final String RESULT = "result";
    private static final String SUCCEEDED = "succeeded";
    private static final String FAILED = "failed";

    private final Histogram syncDuration;
    private final Counter syncs;
    private final Counter finished;
    private final Counter podsFinished;
    private final Counter podsCreated;
    private final Counter untracked;
    private final Counter elsewhere;

    JobMetrics(Metrics metrics) {
        syncDuration = metrics.histogram(
                "job_controller_job_sync_duration_seconds",
                "[STABLE] The time it took to sync a job",
                Buckets.exponential(0.004, 2, 15),
                "action",
                MODE,
                RESULT);
        syncs = metrics.counter(
                "job_controller_job_syncs_total", "[STABLE] The number of job syncs", "action", MODE, RESULT);
        finished = metrics.counter(
                "job_controller_jobs_finished_total", "[STABLE] The number of finished jobs", MODE, "reason", RESULT);
        podsFinished = metrics.counter(
                "job_controller_job_pods_finished_total",
                "[STABLE] The number of finished Pods that are fully tracked",
                MODE,
                RESULT);
        podsCreated = metrics.counter(
                "job_controller_job_pods_creation_total",
                "[ALPHA] The number of Pods created by the Job controller labelled with a reason for the Pod creation."
                        + " This metric also distinguishes between Pods created using different PodReplacementPolicy"
                        + " settings. Possible values of the \"reason\" label are: \"new\","
                        + " \"recreate_terminating_or_failed\", \"recreate_failed\". Possible values of the \"status\""
                        + " label are: \"succeeded\", \"failed\".",
                "reason",
                "status");
        untracked = metrics.counter(
                "job_controller_terminated_pods_tracking_finalizer_total",
                "[ALPHA] The number of terminated pods (phase=Failed|Succeeded) that have the finalizer"
                        + " batch.kubernetes.io/job-tracking. The event label can be \"add\" or \"delete\".",
                "event");
        elsewhere = metrics.counter(
                "job_controller_jobs_by_external_controller_total",
                "[ALPHA] The number of Jobs managed by an external controller",
                "controller_name");
    }

    private static String mode(Job job) {
        return job.spec().completionMode().isEmpty() ? "NonIndexed" : job.spec().completionMode();
    }

    /** @param created whether pods were created, and so on for those deleted */
    void synced(Job job, int created, int deleted, boolean failed, double seconds) {
        var action = created > 0 ? "pods_created" : deleted > 0 ? "pods_deleted" : "reconciling";
        var result = failed ? "error" : "success";
        syncs.increment(action, mode(job), result);
        syncDuration.observe(seconds, action, mode(job), result);
    }

    /** What a status says that was written, beyond what it said before. */
    void wrote(Job job, JobStatus after) {
        var before = job.status();
        add(podsFinished, after.succeeded() - before.succeeded(), mode(job), SUCCEEDED);
        add(podsFinished, after.failed() - before.failed(), mode(job), FAILED);
        if (!JobConditions.isFinished(job)) {
            JobConditions.holding(after.conditions(), JobConditions.COMPLETE)
                    .ifPresent(it -> finished.increment(mode(job), it.reason(), SUCCEEDED));
            JobConditions.holding(after.conditions(), JobConditions.FAILED)
                    .ifPresent(it -> finished.increment(mode(job), it.reason(), FAILED));
        }
    }

    private static void add(Counter counter, int count, String... labels) {
        if (count > 0) {
            counter.add(count, labels);
        }
    }

    void podsCreated(Job job, int succeeded, int failed) {
        boolean isAnew = job.status().failed() > 0 || job.status().terminating() > 0;
        var reason = !isAnew
                ? "new"
                : job.spec().podReplacementPolicy().equals("Failed")
                        ? "recreate_failed"
                        : "recreate_terminating_or_failed";
        add(podsCreated, succeeded, reason, SUCCEEDED);
        add(podsCreated, failed, reason, FAILED);
    }

    void untracked() {
        untracked.increment("delete");
    }

    void isManagedElsewhere(String manager) {
        elsewhere.increment(manager);
    }
}
