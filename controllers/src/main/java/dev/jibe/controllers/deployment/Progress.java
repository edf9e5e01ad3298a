package dev.jibe.controllers.deployment;

import dev.jibe.object.api.apps.v1.Deployment;
import dev.jibe.object.api.apps.v1.DeploymentCondition;
import dev.jibe.object.api.apps.v1.DeploymentStatus;
import dev.jibe.object.api.apps.v1.ReplicaSet;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * The condition {@code Progressing} of a Deployment.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#deployment-status">Deployment
 * status</a>.
 */
final class Progress {
    static final String TYPE = "Progressing";

    private static final String COMPLETE = "NewReplicaSetAvailable";
    private static final String UPDATED = "ReplicaSetUpdated";
    private static final String CREATED = "NewReplicaSetCreated";
    static final String NOT_CREATED = "ReplicaSetCreateError";
    private static final String FOUND = "FoundNewReplicaSet";
    private static final String EXCEEDED = "ProgressDeadlineExceeded";
    private static final String PAUSED = "DeploymentPaused";
    private static final String RESUMED = "DeploymentResumed";

    /** The API's way to say that there is no deadline. */
    private static final int NO_DEADLINE = Integer.MAX_VALUE;

    private Progress() {}

    /** What a plan did to the current set, which the condition tells. */
    enum Milestone {
        NONE,
        CREATED
    }

    static boolean hasDeadline(Deployment deployment) {
        return deployment.spec().hasProgressDeadlineSeconds()
                && deployment.spec().progressDeadlineSeconds() != NO_DEADLINE;
    }

    /** The condition as it should be, given the figures of {@code now}; empty if there is none to have. */
    static Optional<DeploymentCondition> of(
            Deployment deployment, DeploymentStatus status, Sets sets, Milestone milestone, Instant now) {
        if (!hasDeadline(deployment)) {
            return Optional.empty();
        }
        var current = Conditions.find(deployment, TYPE);
        if (deployment.spec().paused()) {
            return paused(current, now);
        }
        if (current.filter(it -> it.reason().equals(PAUSED)).isPresent()) {
            return Optional.of(condition("Unknown", RESUMED, "Deployment is resumed", now));
        }
        if (milestone == Milestone.CREATED) {
            return Optional.of(condition("True", CREATED, "Created new replica set " + named(sets, deployment), now));
        }
        boolean settled = status.replicas() == status.updatedReplicas()
                && current.filter(it -> it.reason().equals(COMPLETE)).isPresent();
        if (settled) {
            return current;
        }
        var subject = subject(sets.current(), deployment);
        if (isComplete(deployment, status)) {
            return Optional.of(condition("True", COMPLETE, subject + " has successfully progressed.", now));
        }
        if (isMoving(deployment.status(), status)) {
            return Optional.of(condition("True", UPDATED, subject + " is progressing.", now));
        }
        if (isLate(deployment, current, now)) {
            return current.filter(it -> it.reason().equals(EXCEEDED))
                    .or(() -> Optional.of(condition("False", EXCEEDED, subject + " has timed out progressing.", now)));
        }
        return current.isPresent() || sets.current().isEmpty()
                ? current
                : Optional.of(condition("True", FOUND, "Found new replica set " + named(sets, deployment), now));
    }

    /** Whether upstream sees this before it looks how many pods are available. */
    static boolean comesFirst(DeploymentCondition progress) {
        return Set.of(CREATED, FOUND, PAUSED, RESUMED).contains(progress.reason());
    }

    /** Says why the set of the present template could not be created; nothing if it says so already. */
    static Optional<DeploymentCondition> notCreated(Deployment deployment, String why, Instant now) {
        boolean isKnown = Conditions.find(deployment, TYPE)
                .filter(it -> it.reason().equals(NOT_CREATED))
                .isPresent();
        return isKnown || !hasDeadline(deployment)
                ? Optional.empty()
                : Optional.of(condition("False", NOT_CREATED, why, now));
    }

    /** Whether everything wanted is there, in the newest form, and nothing else. */
    static boolean isComplete(Deployment deployment, DeploymentStatus status) {
        int wanted = deployment.spec().replicas();
        return status.updatedReplicas() == wanted
                && status.replicas() == wanted
                && status.availableReplicas() == wanted
                && status.observedGeneration() >= deployment.metadata().generation();
    }

    /** How long until the deadline passes, if one runs. */
    static Optional<Duration> untilLate(Deployment deployment, Optional<DeploymentCondition> condition, Instant now) {
        return condition
                .filter(it -> hasDeadline(deployment) && !deployment.spec().paused())
                .filter(it -> !it.reason().equals(COMPLETE) && !it.reason().equals(EXCEEDED))
                .map(it -> Duration.between(now, deadline(deployment, it)).plusSeconds(1));
    }

    private static boolean isMoving(DeploymentStatus before, DeploymentStatus now) {
        return now.updatedReplicas() > before.updatedReplicas()
                || now.replicas() - now.updatedReplicas() < before.replicas() - before.updatedReplicas()
                || now.readyReplicas() > before.readyReplicas()
                || now.availableReplicas() > before.availableReplicas();
    }

    private static boolean isLate(Deployment deployment, Optional<DeploymentCondition> condition, Instant now) {
        return condition
                .filter(it -> !it.reason().equals(COMPLETE))
                .filter(it ->
                        it.reason().equals(EXCEEDED) || deadline(deployment, it).isBefore(now))
                .isPresent();
    }

    private static Instant deadline(Deployment deployment, DeploymentCondition condition) {
        return condition.lastUpdateTime().plusSeconds(deployment.spec().progressDeadlineSeconds());
    }

    private static Optional<DeploymentCondition> paused(Optional<DeploymentCondition> current, Instant now) {
        return current.filter(it -> it.reason().equals(EXCEEDED) || it.reason().equals(PAUSED))
                .or(() -> Optional.of(condition("Unknown", PAUSED, "Deployment is paused", now)));
    }

    private static String subject(Optional<ReplicaSet> current, Deployment deployment) {
        return current.map(set -> "ReplicaSet \"" + set.name() + "\"")
                .orElseGet(() -> "Deployment \"" + deployment.name() + "\"");
    }

    private static String named(Sets sets, Deployment deployment) {
        return "\"" + sets.current().map(ReplicaSet::name).orElseGet(() -> NewSet.name(deployment)) + "\"";
    }

    private static DeploymentCondition condition(String status, String reason, String message, Instant now) {
        return Conditions.of(TYPE, status, reason, message, now);
    }
}
