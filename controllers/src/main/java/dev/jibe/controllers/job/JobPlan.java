package dev.jibe.controllers.job;

import dev.jibe.client.events.EventRecorder;
import dev.jibe.controllers.job.Action.AdoptPod;
import dev.jibe.controllers.job.Action.CreatePod;
import dev.jibe.controllers.job.Action.DeletePod;
import dev.jibe.controllers.job.Action.DropPod;
import dev.jibe.controllers.job.Action.ReleasePod;
import dev.jibe.controllers.job.Action.Tell;
import dev.jibe.controllers.job.Action.Untrack;
import dev.jibe.controllers.ownership.Claims;
import dev.jibe.controllers.pods.PodState;
import dev.jibe.object.api.batch.v1.Job;
import dev.jibe.object.api.batch.v1.JobCondition;
import dev.jibe.object.api.batch.v1.JobStatus;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.selector.LabelSelector;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What one Job needs next, decided from what was read and nothing else. Pods are created and deleted first, then the
 * status is written, then those that it accounts for are let go.
 *
 * @param status as it is to be when everything succeeds
 * @param backoff what is to be remembered once the status is written
 * @param recheck how long until time alone changes the plan
 */
record JobPlan(List<Action> actions, JobStatus status, Backoff backoff, Optional<Duration> recheck) {

    JobPlan {
        actions = List.copyOf(actions);
    }

    /**
     * The world as one Job sees it.
     *
     * @param pods every pod in the namespace that it controls, or that has no controller
     */
    record Observed(Job job, List<Pod> pods, Backoff backoff, Instant now) {}

    static JobPlan of(Observed observed) {
        var job = observed.job();
        var claims = Claims.of(job, LabelSelector.of(job.spec().selector().tree()), observed.pods());
        var actions = new ArrayList<Action>();
        if (JobConditions.isFinished(job)) {
            claims.held().stream()
                    .filter(JobPods::isTracked)
                    .forEach(pod -> actions.add(new Untrack(pod.name(), pod.uid())));
            return new JobPlan(actions, job.status(), Backoff.NONE, Optional.empty());
        }
        claims.adopted().forEach(pod -> actions.add(new AdoptPod(pod.name(), pod.uid())));
        claims.released().forEach(pod -> actions.add(new ReleasePod(pod.name(), pod.uid())));
        var pods =
                claims.held().stream().sorted(Comparator.comparing(Pod::name)).toList();
        return new Pass(observed, pods, actions).plan();
    }

    /** One look at a Job that has not finished. */
    private static final class Pass {
        private final Job job;
        private final List<Pod> pods;
        private final List<Pod> active;
        private final Tally tally;
        private final Backoff backoff;
        private final Instant now;
        private final List<Action> actions;
        private List<JobCondition> conditions;
        private Optional<Duration> wait = Optional.empty();
        private Optional<Instant> started;
        private int activeCount;
        private int readyCount;
        private int leavingCount;

        Pass(Observed observed, List<Pod> pods, List<Action> actions) {
            this.job = observed.job();
            this.pods = pods;
            this.actions = actions;
            this.now = observed.now();
            this.active = pods.stream().filter(PodState::isActive).toList();
            this.tally = Tally.of(job, pods);
            this.backoff = observed.backoff().after(tally.newSucceeded(), tally.newFailed());
            this.conditions = job.status().conditions();
            this.activeCount = active.size();
            this.readyCount = (int) active.stream().filter(PodState::isReady).count();
            this.leavingCount = (int) pods.stream().filter(JobPods::isLeaving).count();
            this.started = job.status().hasStartTime()
                    ? Optional.of(job.status().startTime())
                    : Optional.of(now).filter(it -> !job.spec().suspend());
        }

        JobPlan plan() {
            var verdict = Verdict.of(job, pods, tally, now);
            if (verdict.isPresent()) {
                active.forEach(this::delete);
            } else {
                verdict = goOn();
            }
            verdict.ifPresent(it -> conditions = JobConditions.with(conditions, it));
            var accounting = Accounting.of(job, pods, active, tally, verdict);
            var status = accounting.status();
            if (verdict.isPresent() && accounting.settled() && leavingCount == 0) {
                status = end(verdict.get(), status);
            }
            actions.addAll(accounting.untracked());
            status = activeCount == 0 ? status.withoutActive() : status.withActive(activeCount);
            status = status.withReady(readyCount).withTerminating(leavingCount);
            status = started.isPresent() ? status.withStartTime(started.get()) : status.withoutStartTime();
            status = conditions.isEmpty() ? status : status.withConditions(conditions);
            var deadline = verdict.isPresent() || started.isEmpty()
                    ? Optional.<Duration>empty()
                    : Verdict.untilDeadline(job, started.get(), now);
            var recheck = Stream.of(wait, deadline).flatMap(Optional::stream).min(Comparator.naturalOrder());
            return new JobPlan(actions, status, backoff, recheck);
        }

        /** Adds or removes pods; the verdict if nothing is left to be done. */
        private Optional<JobCondition> goOn() {
            if (!job.isTerminating()) {
                var scaling = Scaling.of(job, pods, active, tally, backoff, now);
                wait = scaling.delay();
                for (var action : scaling.actions()) {
                    actions.add(action);
                    if (action instanceof DropPod(String name, String uid)) {
                        active.stream().filter(pod -> pod.uid().equals(uid)).forEach(this::leaves);
                    } else {
                        activeCount++;
                    }
                }
            }
            int succeeded = tally.succeededTotal(job);
            boolean isEnough =
                    job.spec().hasCompletions() ? succeeded >= job.spec().completions() : succeeded > 0;
            if (isEnough && activeCount == 0) {
                return Optional.of(Verdict.completed(now));
            }
            if (!job.isTerminating()) {
                tellSuspension();
            }
            return Optional.empty();
        }

        private void delete(Pod pod) {
            actions.add(new DeletePod(pod.name(), pod.uid()));
            leaves(pod);
        }

        private void leaves(Pod pod) {
            activeCount--;
            leavingCount++;
            readyCount -= PodState.isReady(pod) ? 1 : 0;
        }

        private void tellSuspension() {
            boolean was =
                    JobConditions.holding(conditions, JobConditions.SUSPENDED).isPresent();
            if (job.spec().suspend() && !was) {
                condition(JobConditions.of(JobConditions.SUSPENDED, true, "JobSuspended", "Job suspended", now));
                actions.add(new Tell(EventRecorder.NORMAL, "Suspended", "Job suspended"));
                started = Optional.empty();
            } else if (!job.spec().suspend() && was) {
                condition(JobConditions.of(JobConditions.SUSPENDED, false, "JobResumed", "Job resumed", now));
                actions.add(new Tell(EventRecorder.NORMAL, "Resumed", "Job resumed"));
                started = Optional.of(now); // the deadline counts from here on
            }
        }

        private void condition(JobCondition condition) {
            conditions = JobConditions.with(conditions, condition);
        }

        private JobStatus end(JobCondition verdict, JobStatus status) {
            if (verdict.type().equals(JobConditions.SUCCESS_CRITERIA_MET)) {
                condition(JobConditions.of(JobConditions.COMPLETE, true, verdict.reason(), verdict.message(), now));
                if (job.spec().hasCompletions()
                        && status.succeeded() > job.spec().completions()) {
                    var text = "Too many succeeded pods running after completion count reached";
                    actions.add(new Tell(EventRecorder.WARNING, "TooManySucceededPods", text));
                }
                actions.add(new Tell(EventRecorder.NORMAL, "Completed", "Job completed"));
                // Not before its start, which the API refuses: the clock may have been set back since.
                var began = status.startTime();
                return status.withCompletionTime(now.isBefore(began) ? began : now);
            }
            condition(JobConditions.of(JobConditions.FAILED, true, verdict.reason(), verdict.message(), now));
            actions.add(new Tell(EventRecorder.WARNING, verdict.reason(), verdict.message()));
            return status;
        }
    }

    /** How many pods the plan creates. */
    long creations() {
        return actions.stream().filter(CreatePod.class::isInstance).count();
    }
}
