package dev.jibe.controllers.deployment;

import dev.jibe.controllers.deployment.Progress.Milestone;
import dev.jibe.object.api.apps.v1.Deployment;
import dev.jibe.object.api.apps.v1.DeploymentCondition;
import dev.jibe.object.api.apps.v1.DeploymentStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The status that a Deployment has by its ReplicaSets. */
final class DeploymentStatuses {
    private static final String AVAILABLE = "Available";
    private static final String FAILURE = "ReplicaFailure";

    private DeploymentStatuses() {}

    static DeploymentStatus of(Deployment deployment, Sets sets, Milestone milestone, Instant now) {
        var figures = figures(deployment, sets);
        var conditions = new ArrayList<DeploymentCondition>();
        conditions.add(available(deployment, figures, now));
        Progress.of(deployment, figures, sets, milestone, now)
                .ifPresent(progress -> conditions.add(Progress.comesFirst(progress) ? 0 : 1, progress));
        failure(sets, now).ifPresent(conditions::add);
        return figures.withConditions(merged(deployment, conditions));
    }

    /** The present status, which now says why the set of the present template could not be created. */
    static DeploymentStatus withoutSet(Deployment deployment, String why, Instant now) {
        var status = deployment.status();
        return Progress.notCreated(deployment, why, now)
                .map(condition -> status.withConditions(with(deployment, status.conditions(), condition)))
                .orElse(status);
    }

    /** Conditions that change go behind those that do not. */
    private static List<DeploymentCondition> merged(Deployment deployment, List<DeploymentCondition> next) {
        var known = List.of(AVAILABLE, FAILURE, Progress.TYPE);
        var result = new ArrayList<>(deployment.status().conditions());
        result.removeIf(before -> known.contains(before.type())
                && next.stream().noneMatch(it -> it.type().equals(before.type())));
        for (var condition : next) {
            result = with(deployment, result, condition);
        }
        return result;
    }

    private static ArrayList<DeploymentCondition> with(
            Deployment deployment, List<DeploymentCondition> conditions, DeploymentCondition next) {
        var result = new ArrayList<>(conditions);
        var now = unlessSame(deployment, next);
        if (!result.contains(now)) {
            result.removeIf(before -> before.type().equals(now.type()));
            result.add(now);
        }
        return result;
    }

    private static DeploymentStatus figures(Deployment deployment, Sets sets) {
        int replicas = sets.sum(set -> set.status().replicas());
        int available = sets.available();
        var status = DeploymentStatus.EMPTY
                .withObservedGeneration(deployment.metadata().generation())
                .withTerminatingReplicas(sets.sum(set -> set.status().terminatingReplicas()));
        status = replicas == 0 ? status : status.withReplicas(replicas);
        status = available == 0 ? status : status.withAvailableReplicas(available);
        int updated = sets.current().map(set -> set.status().replicas()).orElse(0);
        status = updated == 0 ? status : status.withUpdatedReplicas(updated);
        int ready = sets.sum(set -> set.status().readyReplicas());
        status = ready == 0 ? status : status.withReadyReplicas(ready);
        int unavailable = sets.desired() - available;
        status = unavailable <= 0 ? status : status.withUnavailableReplicas(unavailable);
        return deployment.status().hasCollisionCount()
                ? status.withCollisionCount(deployment.status().collisionCount())
                : status;
    }

    private static DeploymentCondition available(Deployment deployment, DeploymentStatus figures, Instant now) {
        int enough = deployment.spec().replicas() - Limits.of(deployment).unavailable();
        return figures.availableReplicas() >= enough
                ? Conditions.of(
                        AVAILABLE, "True", "MinimumReplicasAvailable", "Deployment has minimum availability.", now)
                : Conditions.of(
                        AVAILABLE,
                        "False",
                        "MinimumReplicasUnavailable",
                        "Deployment does not have minimum availability.",
                        now);
    }

    /** What keeps a set from having its pods, the current set's trouble before that of others. */
    private static Optional<DeploymentCondition> failure(Sets sets, Instant now) {
        var newestFirst = sets.all().reversed();
        return newestFirst.stream()
                .flatMap(set -> set.status().conditions().stream())
                .filter(condition -> condition.type().equals(FAILURE))
                .findFirst()
                .map(condition ->
                        Conditions.of(FAILURE, condition.status(), condition.reason(), condition.message(), now));
    }

    /** The condition that is there, if the new one says the same: only progress is news by being said again. */
    private static DeploymentCondition unlessSame(Deployment deployment, DeploymentCondition next) {
        var before = Conditions.find(deployment, next.type());
        boolean isSame = before.filter(it -> it.status().equals(next.status())
                        && it.reason().equals(next.reason())
                        && (!next.type().equals(Progress.TYPE) || it.message().equals(next.message())))
                .isPresent();
        boolean isNews = next.type().equals(Progress.TYPE) && next.reason().equals("ReplicaSetUpdated");
        return isSame && !isNews
                ? before.orElseThrow()
                : Conditions.following(deployment.status().conditions(), next);
    }
}
