package dev.jibe.controllers.job;

import dev.jibe.controllers.job.Action.Untrack;
import dev.jibe.object.api.batch.v1.Job;
import dev.jibe.object.api.batch.v1.JobCondition;
import dev.jibe.object.api.batch.v1.JobStatus;
import dev.jibe.object.api.batch.v1.UncountedTerminatedPods;
import dev.jibe.object.api.v1.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Notes pods that have ended in the status, and says which of them may go. */
final class Accounting {
    /** Most uids noted at a time, so that the status stays small. */
    private static final int MOST_NOTED = 500;

    private final Job job;
    private final Tally tally;
    private final boolean ends;
    private final boolean fails;
    private final Set<String> succeeded;
    private final Set<String> failed;
    private final List<Integer> completed = new ArrayList<>();
    private final List<Action> untracked = new ArrayList<>();
    private boolean isFull;

    private Accounting(Job job, Tally tally, Optional<JobCondition> verdict) {
        this.job = job;
        this.tally = tally;
        this.ends = verdict.isPresent();
        this.fails = verdict.filter(it -> it.type().equals(JobConditions.FAILURE_TARGET))
                .isPresent();
        this.succeeded = new TreeSet<>(tally.notedSucceeded());
        this.failed = new TreeSet<>(tally.notedFailed());
    }

    /**
     * What is noted, and who may go once it is written.
     *
     * @param settled whether nothing is left to be counted
     */
    record Result(JobStatus status, List<Action> untracked, boolean settled) {}

    static Result of(Job job, List<Pod> pods, List<Pod> active, Tally tally, Optional<JobCondition> verdict) {
        var accounting = new Accounting(job, tally, verdict);
        var waiting = Scaling.lastFailed(job, pods, active, tally).values().stream()
                .map(Pod::uid)
                .collect(Collectors.toSet());
        for (var pod : pods) {
            if (JobPods.isTracked(pod)) {
                accounting.look(pod, waiting);
            }
        }
        return accounting.result();
    }

    private void look(Pod pod, Set<String> waiting) {
        boolean hasFailed = JobPods.hasFailed(pod, job);
        boolean isOver = ends || job.isTerminating() || JobPods.hasSucceeded(pod);
        if (isFull || !(isOver || (hasFailed && !waiting.contains(pod.uid())))) {
            return;
        }
        boolean isValid = JobPods.isValid(pod, job);
        if (JobPods.hasSucceeded(pod) && !failed.contains(pod.uid())) {
            if (!JobPods.isIndexed(job)) {
                succeeded.add(pod.uid());
            } else if (isValid) {
                completed.add(JobPods.index(pod));
            }
        } else if ((hasFailed || fails) && isValid && FailurePolicy.of(job, pod).counts()) {
            failed.add(pod.uid());
        }
        untracked.add(new Untrack(pod.name(), pod.uid()));
        isFull = succeeded.size() + failed.size() + completed.size() >= MOST_NOTED;
    }

    private Result result() {
        var status = job.status();
        int total = tally.counted().succeeded();
        if (JobPods.isIndexed(job)) {
            var done = Indexes.parse(status.completedIndexes(), job.spec().completions())
                    .with(completed);
            total = done.size();
            status = total == 0 ? status.withoutCompletedIndexes() : status.withCompletedIndexes(done.toString());
        }
        if (JobPods.hasLimitPerIndex(job)) {
            status = status.withFailedIndexes(tally.failed().toString());
        }
        status = total == 0 ? status.withoutSucceeded() : status.withSucceeded(total);
        int lost = tally.counted().failed();
        status = lost == 0 ? status.withoutFailed() : status.withFailed(lost);
        var uncounted = UncountedTerminatedPods.EMPTY;
        uncounted = succeeded.isEmpty() ? uncounted : uncounted.withSucceeded(List.copyOf(succeeded));
        uncounted = failed.isEmpty() ? uncounted : uncounted.withFailed(List.copyOf(failed));
        boolean settled = succeeded.isEmpty() && failed.isEmpty() && untracked.isEmpty();
        return new Result(status.withUncountedTerminatedPods(uncounted), untracked, settled);
    }
}
