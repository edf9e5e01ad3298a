package dev.jibe.controllers.job;

import dev.jibe.controllers.pods.PodState;
import dev.jibe.object.api.batch.v1.Job;
import dev.jibe.object.api.v1.Pod;
import java.time.Instant;
import java.util.Comparator;

/** The questions that a Job asks of its pods. */
final class JobPods {
    /** Keeps a pod until the Job's status accounts for it. */
    static final String FINALIZER = "batch.kubernetes.io/job-tracking";

    static final String INDEX = "batch.kubernetes.io/job-completion-index";
    static final String FAILURES = "batch.kubernetes.io/job-index-failure-count";
    static final String IGNORED_FAILURES = "batch.kubernetes.io/job-index-ignored-failure-count";
    static final int NO_INDEX = -1;

    private JobPods() {}

    static boolean isTracked(Pod pod) {
        return pod.metadata().finalizers().contains(FINALIZER);
    }

    static boolean hasSucceeded(Pod pod) {
        return pod.status().phase().equals("Succeeded");
    }

    /** Whether it counts as failed; one that is being deleted does, unless the Job waits for its end. */
    static boolean hasFailed(Pod pod, Job job) {
        if (pod.status().phase().equals("Failed")) {
            return true;
        }
        return !replacesOnlyFailed(job) && pod.isTerminating() && !hasSucceeded(pod);
    }

    static boolean isLeaving(Pod pod) {
        return pod.isTerminating() && !PodState.isFinished(pod);
    }

    static boolean replacesOnlyFailed(Job job) {
        return job.spec().podReplacementPolicy().equals("Failed") || job.spec().hasPodFailurePolicy();
    }

    static boolean isIndexed(Job job) {
        return job.spec().completionMode().equals("Indexed");
    }

    static boolean hasLimitPerIndex(Job job) {
        return isIndexed(job) && job.spec().hasBackoffLimitPerIndex();
    }

    static int index(Pod pod) {
        return count(pod, INDEX, NO_INDEX);
    }

    /** Whether the pod works at an index that the Job (still) has; always if it has none. */
    static boolean isValid(Pod pod, Job job) {
        int index = index(pod);
        return !isIndexed(job) || (index >= 0 && index < job.spec().completions());
    }

    /** How many pods of the same index failed before this one and count. */
    static int failuresBefore(Pod pod) {
        return count(pod, FAILURES, 0);
    }

    static int ignoredFailuresBefore(Pod pod) {
        return count(pod, IGNORED_FAILURES, 0);
    }

    private static int count(Pod pod, String annotation, int otherwise) {
        try {
            int value = Integer.parseInt(pod.annotations().getOrDefault(annotation, ""));
            return value < 0 ? otherwise : value;
        } catch (NumberFormatException ignored) {
            return otherwise;
        }
    }

    /** When the pod came to its end, as far as that can be told. */
    static Instant finishedAt(Pod pod) {
        var statuses = pod.status().containerStatuses();
        if (!statuses.isEmpty()
                && statuses.stream().allMatch(it -> it.state().terminated().hasFinishedAt())) {
            return statuses.stream()
                    .map(it -> it.state().terminated().finishedAt())
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
        }
        for (var condition : pod.status().conditions()) {
            if (condition.type().equals("Ready")
                    && condition.status().equals("False")
                    && condition.hasLastTransitionTime()) {
                return condition.lastTransitionTime();
            }
        }
        return pod.isTerminating()
                ? pod.metadata().deletionTimestamp().minusSeconds(pod.metadata().deletionGracePeriodSeconds())
                : pod.metadata().creationTimestamp();
    }
}
