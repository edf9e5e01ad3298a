package dev.jibe.controllers.job;

import dev.jibe.object.api.batch.v1.Job;
import dev.jibe.object.api.v1.Pod;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How many pods of a Job have succeeded and failed.
 *
 * <p>A pod is counted in three steps, so that a crash between any two of them neither loses nor repeats it: its uid is
 * noted in the status, the pod loses its finalizer, the uid turns into a number. See <a
 * href="https://kubernetes.io/docs/concepts/workloads/controllers/job/#job-tracking-with-finalizers">Job tracking with
 * finalizers</a>.
 *
 * @param counted numbers that no uid stands for any more
 * @param notedSucceeded uids of pods that still have their finalizer; likewise {@code notedFailed}
 * @param newSucceeded pods that have ended and are not noted yet; likewise {@code newFailed}
 * @param completed the indexes that have succeeded, those of new pods included; likewise {@code failed}
 */
record Tally(
        Counted counted,
        Set<String> notedSucceeded,
        Set<String> notedFailed,
        List<Pod> newSucceeded,
        List<Pod> newFailed,
        Indexes completed,
        Indexes failed) {

    record Counted(int succeeded, int failed) {}

    static Tally of(Job job, List<Pod> pods) {
        var status = job.status();
        var uncounted = status.uncountedTerminatedPods();
        var tracked = pods.stream().filter(JobPods::isTracked).map(Pod::uid).collect(Collectors.toSet());
        var succeeded = new HashSet<>(uncounted.succeeded());
        var failed = new HashSet<>(uncounted.failed());
        int before = succeeded.size() + failed.size();
        succeeded.retainAll(tracked);
        int doneSucceeded = uncounted.succeeded().size() - succeeded.size();
        failed.retainAll(tracked);
        int doneFailed = before - succeeded.size() - failed.size() - doneSucceeded;
        var newSucceeded = pods.stream()
                .filter(pod -> isNew(pod, job, succeeded) && JobPods.hasSucceeded(pod) && !failed.contains(pod.uid()))
                .toList();
        var newFailed = pods.stream()
                .filter(pod -> isNew(pod, job, failed) && JobPods.hasFailed(pod, job))
                .toList();
        var completedIndexes = Indexes.NONE;
        var failedIndexes = Indexes.NONE;
        if (JobPods.isIndexed(job)) {
            completedIndexes = Indexes.parse(
                            status.completedIndexes(), job.spec().completions())
                    .with(newSucceeded.stream().map(JobPods::index).toList());
        }
        if (JobPods.hasLimitPerIndex(job)) {
            failedIndexes = Indexes.parse(status.failedIndexes(), job.spec().completions())
                    .with(newFailed.stream()
                            .filter(pod -> failsIndex(pod, job))
                            .map(JobPods::index)
                            .toList());
        }
        var counted = new Counted(status.succeeded() + doneSucceeded, status.failed() + doneFailed);
        return new Tally(counted, succeeded, failed, newSucceeded, newFailed, completedIndexes, failedIndexes);
    }

    private static boolean isNew(Pod pod, Job job, Set<String> noted) {
        return JobPods.isTracked(pod) && !noted.contains(pod.uid()) && JobPods.isValid(pod, job);
    }

    /** Whether the pod's failure is the last that its index may have. */
    static boolean failsIndex(Pod pod, Job job) {
        var match = FailurePolicy.of(job, pod);
        return match.failsIndex()
                || (match.counts() && JobPods.failuresBefore(pod) >= job.spec().backoffLimitPerIndex());
    }

    int succeededTotal(Job job) {
        return JobPods.isIndexed(job)
                ? completed.size()
                : counted.succeeded() + notedSucceeded.size() + newSucceeded.size();
    }

    int failedTotal(Job job) {
        long counting = newFailed.stream()
                .filter(pod -> FailurePolicy.of(job, pod).counts())
                .count();
        return counted.failed() + notedFailed.size() + (int) counting;
    }
}
