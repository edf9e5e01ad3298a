package dev.jibe.controllers.job;

import dev.jibe.controllers.job.Action.CreatePod;
import dev.jibe.controllers.job.Action.DropPod;
import dev.jibe.controllers.pods.DeletionRanking;
import dev.jibe.object.api.batch.v1.Job;
import dev.jibe.object.api.v1.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How many pods a Job that goes on has too few or too many. */
final class Scaling {
    /** Most pods created or deleted in one pass. */
    private static final int BURST_LIMIT = 500;

    private final Job job;
    private final List<Pod> pods;
    private final List<Pod> active;
    private final Tally tally;
    private final Backoff backoff;
    private final Instant now;

    private Scaling(Job job, List<Pod> pods, List<Pod> active, Tally tally, Backoff backoff, Instant now) {
        this.job = job;
        this.pods = pods;
        this.active = active;
        this.tally = tally;
        this.backoff = backoff;
        this.now = now;
    }

    /** @param delay until more pods may be created */
    record Result(List<Action> actions, Optional<Duration> delay) {
        private static final Result NOTHING = new Result(List.of(), Optional.empty());
    }

    static Result of(Job job, List<Pod> pods, List<Pod> active, Tally tally, Backoff backoff, Instant now) {
        return new Scaling(job, pods, active, tally, backoff, now).result();
    }

    private Result result() {
        if (job.spec().suspend()) {
            return new Result(remove(active.size()), Optional.empty());
        }
        int wanted = wanted();
        var surplus = remove(Math.max(active.size() - wanted, 0));
        if (!surplus.isEmpty()) {
            return new Result(surplus, Optional.empty());
        }
        long leaving = JobPods.replacesOnlyFailed(job)
                ? pods.stream().filter(JobPods::isLeaving).count()
                : 0;
        int missing = Math.min(wanted - active.size() - (int) leaving, BURST_LIMIT);
        return missing <= 0 ? Result.NOTHING : create(missing);
    }

    private int wanted() {
        int parallelism = job.spec().parallelism();
        int succeeded = tally.succeededTotal(job);
        if (!job.spec().hasCompletions()) {
            return succeeded > 0 ? active.size() : parallelism; // one success ends the work: no more pods
        }
        return Math.max(Math.min(job.spec().completions() - succeeded, parallelism), 0);
    }

    private List<Action> remove(int atLeast) {
        var ranking = new DeletionRanking(List.of(), now);
        var going = new ArrayList<Pod>();
        var staying = new ArrayList<>(active);
        if (JobPods.isIndexed(job)) {
            var kept = new HashMap<Integer, Pod>();
            staying.clear();
            for (var pod : ranking.sorted(active).reversed()) {
                if (JobPods.isValid(pod, job) && kept.putIfAbsent(JobPods.index(pod), pod) == null) {
                    staying.add(pod);
                } else {
                    going.add(pod);
                }
            }
        }
        ranking.sorted(staying).stream()
                .limit(Math.max(atLeast - going.size(), 0))
                .forEach(going::add);
        return going.stream()
                .limit(BURST_LIMIT)
                .<Action>map(pod -> new DropPod(pod.name(), pod.uid()))
                .toList();
    }

    private Result create(int count) {
        if (JobPods.hasLimitPerIndex(job)) {
            return createByIndex(count);
        }
        var wait = backoff.remaining(now);
        if (wait.isPositive()) {
            return new Result(List.of(), Optional.of(wait));
        }
        var actions = new ArrayList<Action>();
        if (JobPods.isIndexed(job)) {
            for (int index : free(count)) {
                actions.add(new CreatePod(JobPod.of(job, index, JobPod.Failures.NONE)));
            }
        } else {
            for (int i = 0; i < count; i++) {
                actions.add(new CreatePod(JobPod.of(job)));
            }
        }
        return new Result(actions, Optional.empty());
    }

    /** Each index waits for itself. */
    private Result createByIndex(int count) {
        var last = lastFailed(job, pods, active, tally);
        var actions = new ArrayList<Action>();
        Optional<Duration> wait = Optional.empty();
        for (int index : free(count)) {
            var failed = Optional.ofNullable(last.get(index));
            var left = failed.map(pod -> backoffOf(pod).remaining(now)).orElse(Duration.ZERO);
            if (left.isPositive()) {
                wait = wait.filter(other -> other.compareTo(left) < 0).or(() -> Optional.of(left));
            } else {
                var failures =
                        failed.map(pod -> JobPod.Failures.after(pod, job)).orElse(JobPod.Failures.NONE);
                actions.add(new CreatePod(JobPod.of(job, index, failures)));
            }
        }
        return new Result(actions, wait);
    }

    private static Backoff backoffOf(Pod failed) {
        int failures = JobPods.failuresBefore(failed) + JobPods.ignoredFailuresBefore(failed) + 1;
        return new Backoff(failures, JobPods.finishedAt(failed));
    }

    /** Indexes that nobody works at and that are neither done nor given up. */
    private List<Integer> free(int count) {
        var taken = tally.completed()
                .with(tally.failed())
                .with(active.stream()
                        .map(JobPods::index)
                        .filter(index -> index >= 0)
                        .toList());
        if (JobPods.replacesOnlyFailed(job)) {
            taken = taken.with(pods.stream()
                    .filter(JobPods::isLeaving)
                    .map(JobPods::index)
                    .filter(index -> index >= 0)
                    .toList());
        }
        return taken.missing(job.spec().completions(), count);
    }

    /**
     * The last pod that failed at each index that has not got another yet. They keep their finalizer until then, because
     * they alone know how often their index has failed.
     */
    static Map<Integer, Pod> lastFailed(Job job, List<Pod> pods, List<Pod> active, Tally tally) {
        var result = new TreeMap<Integer, Pod>();
        if (!JobPods.hasLimitPerIndex(job)) {
            return result;
        }
        var busy = Indexes.NONE.with(
                active.stream().map(JobPods::index).filter(index -> index >= 0).toList());
        for (var pod : pods) {
            int index = JobPods.index(pod);
            boolean isOpen = !busy.contains(index)
                    && !tally.completed().contains(index)
                    && !tally.failed().contains(index);
            if (isOpen && JobPods.isTracked(pod) && JobPods.isValid(pod, job) && JobPods.hasFailed(pod, job)) {
                result.merge(index, pod, (one, other) -> attempts(one) > attempts(other) ? one : other);
            }
        }
        return result;
    }

    private static int attempts(Pod pod) {
        return JobPods.failuresBefore(pod) + JobPods.ignoredFailuresBefore(pod);
    }
}
