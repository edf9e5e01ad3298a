package dev.jibe.controllers.deployment;

import static java.util.Comparator.comparingLong;

import dev.jibe.controllers.deployment.Action.AdoptSet;
import dev.jibe.controllers.deployment.Action.CreateSet;
import dev.jibe.controllers.deployment.Action.DeleteSet;
import dev.jibe.controllers.deployment.Action.ReleaseSet;
import dev.jibe.controllers.deployment.Action.ResizeSet;
import dev.jibe.controllers.deployment.Action.UpdateSet;
import dev.jibe.controllers.deployment.Progress.Milestone;
import dev.jibe.controllers.ownership.Claims;
import dev.jibe.object.api.apps.v1.Deployment;
import dev.jibe.object.api.apps.v1.DeploymentStatus;
import dev.jibe.object.api.apps.v1.ReplicaSet;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.selector.LabelSelector;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The next step that one Deployment takes, decided from what was read and nothing else.
 *
 * <p>A step changes sizes in one direction only; when the API shows its effect the next one is planned. Planning on a
 * world in which nothing is left to change yields no action and the status that is there.
 *
 * @param revision of its template, if the Deployment has yet to say it
 * @param recheck how long until the rollout is late
 */
record DeploymentPlan(
        List<Action> actions, OptionalLong revision, DeploymentStatus status, Optional<Duration> recheck) {

    DeploymentPlan {
        actions = List.copyOf(actions);
    }

    /**
     * The world as one Deployment sees it.
     *
     * @param sets every ReplicaSet in the namespace that it controls, or that has no controller
     * @param pods the pods of those ReplicaSets; needed only if old ones must end before new ones begin
     */
    record Observed(Deployment deployment, List<ReplicaSet> sets, List<Pod> pods, Instant now) {}

    static DeploymentPlan of(Observed observed) {
        var deployment = observed.deployment();
        var selector = LabelSelector.of(deployment.spec().selector().tree());
        var claims = Claims.of(deployment, selector, observed.sets());
        var sets = Sets.of(deployment, claims.held());
        var actions = new ArrayList<Action>();
        claims.adopted().forEach(set -> actions.add(new AdoptSet(set.name(), set.uid())));
        claims.released().forEach(set -> actions.add(new ReleaseSet(set.name(), set.uid())));
        var revision = OptionalLong.empty();
        if (!deployment.isTerminating()) {
            actions.addAll(step(observed, sets));
            revision = revision(deployment, sets);
        }
        var created = actions.stream()
                .filter(CreateSet.class::isInstance)
                .map(action -> ((CreateSet) action).set())
                .findFirst();
        // As it is when the set is there: else the set itself would be news, and this status followed by another.
        var status = DeploymentStatuses.of(
                deployment,
                created.map(sets::with).orElse(sets),
                created.isPresent() ? Milestone.CREATED : Milestone.NONE,
                observed.now());
        var progressing = status.conditions().stream()
                .filter(condition -> condition.type().equals(Progress.TYPE))
                .findFirst();
        return new DeploymentPlan(
                actions, revision, status, Progress.untilLate(deployment, progressing, observed.now()));
    }

    /**
     * Whether a set is about to change its size: what its controller then writes is a reason to plan again, and a status of
     * now would be wrong at once.
     */
    boolean isHalfway() {
        return actions.stream().anyMatch(it -> it instanceof ResizeSet resize && resize.from() != resize.to());
    }

    private static List<Action> step(Observed observed, Sets sets) {
        var deployment = observed.deployment();
        if (deployment.spec().paused()) {
            return orElse(ProportionalScaling.step(deployment, sets), cleanUp(deployment, sets));
        }
        if (ProportionalScaling.isDue(deployment, sets)) {
            return ProportionalScaling.step(deployment, sets);
        }
        var actions = new ArrayList<>(notes(deployment, sets));
        actions.addAll(Limits.isRecreate(deployment) ? recreate(observed, sets) : roll(deployment, sets));
        return actions.isEmpty() && isComplete(deployment, sets) ? cleanUp(deployment, sets) : actions;
    }

    private static List<Action> roll(Deployment deployment, Sets sets) {
        if (sets.current().isPresent()) {
            return RollingUpdate.step(deployment, sets);
        }
        int size = RollingUpdate.sizeOfCurrent(deployment, sets, 0);
        return List.of(new CreateSet(NewSet.of(deployment, nextRevision(sets), size)));
    }

    private static List<Action> recreate(Observed observed, Sets sets) {
        var deployment = observed.deployment();
        var stop = Recreate.stopOld(deployment, sets);
        if (!stop.isEmpty() || Recreate.oldRuns(sets, observed.pods())) {
            return stop;
        }
        int wanted = deployment.spec().replicas();
        return sets.current()
                .map(current -> Resizing.onlyTo(deployment, current, wanted))
                .orElseGet(() -> List.of(new CreateSet(NewSet.of(deployment, nextRevision(sets), wanted))));
    }

    /** What the current set has yet to say about the revision. */
    private static List<Action> notes(Deployment deployment, Sets sets) {
        if (sets.current().isEmpty()) {
            return List.of();
        }
        var current = sets.current().get();
        var wanted = Annotations.ofCurrent(deployment, sets.current(), nextRevision(sets));
        int minReadySeconds = deployment.spec().minReadySeconds();
        return Annotations.differ(current, wanted) || current.spec().minReadySeconds() != minReadySeconds
                ? List.of(new UpdateSet(current.name(), current.uid(), wanted, minReadySeconds))
                : List.of();
    }

    /** What the Deployment has yet to say about it; nothing while it is paused or keeps its proportions. */
    private static OptionalLong revision(Deployment deployment, Sets sets) {
        if (deployment.spec().paused() || ProportionalScaling.isDue(deployment, sets)) {
            return OptionalLong.empty();
        }
        if (sets.current().isEmpty() && waitsForOld(deployment)) {
            return OptionalLong.empty();
        }
        long revision = Math.max(sets.current().map(Annotations::revision).orElse(0L), nextRevision(sets));
        return Annotations.revision(deployment) == revision ? OptionalLong.empty() : OptionalLong.of(revision);
    }

    /** With Recreate the new set comes only when the old pods are gone, and its revision with it. */
    private static boolean waitsForOld(Deployment deployment) {
        return Limits.isRecreate(deployment);
    }

    private static long nextRevision(Sets sets) {
        return sets.old().stream().mapToLong(Annotations::revision).max().orElse(0) + 1;
    }

    private static boolean isComplete(Deployment deployment, Sets sets) {
        return Progress.isComplete(deployment, DeploymentStatuses.of(deployment, sets, Milestone.NONE, Instant.EPOCH));
    }

    /** Deletes the oldest revisions beyond the history to keep, if they are out of use. */
    private static List<Action> cleanUp(Deployment deployment, Sets sets) {
        if (!deployment.spec().hasRevisionHistoryLimit()) {
            return List.of();
        }
        var alive = sets.old().stream().filter(set -> !set.isTerminating()).toList();
        int excess = alive.size() - deployment.spec().revisionHistoryLimit();
        return alive.stream()
                .sorted(comparingLong((ReplicaSet set) -> Annotations.revision(set))
                        .thenComparing(Sets.OLDEST_FIRST))
                .limit(Math.max(excess, 0))
                .filter(DeploymentPlan::isOutOfUse)
                .<Action>map(set -> new DeleteSet(set.name(), set.uid()))
                .toList();
    }

    private static boolean isOutOfUse(ReplicaSet set) {
        return set.spec().replicas() == 0
                && set.status().replicas() == 0
                && set.metadata().generation() <= set.status().observedGeneration();
    }

    private static List<Action> orElse(List<Action> first, List<Action> otherwise) {
        return first.isEmpty() ? otherwise : first;
    }
}
