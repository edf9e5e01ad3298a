package dev.jibe.controllers.deployment;

import dev.jibe.object.api.apps.v1.Deployment;
import dev.jibe.object.api.apps.v1.DeploymentCondition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Conditions of a Deployment: found, made, and set without forgetting since when they hold. */
final class Conditions {

    private Conditions() {}

    static Optional<DeploymentCondition> find(Deployment deployment, String type) {
        return deployment.status().conditions().stream()
                .filter(condition -> condition.type().equals(type))
                .findFirst();
    }

    static DeploymentCondition of(String type, String status, String reason, String message, Instant now) {
        return DeploymentCondition.EMPTY
                .withType(type)
                .withStatus(status)
                .withReason(reason)
                .withMessage(message)
                .withLastUpdateTime(now)
                .withLastTransitionTime(now);
    }

    /** The condition with the transition time of the one before, if only something else about it changes. */
    static DeploymentCondition following(List<DeploymentCondition> before, DeploymentCondition next) {
        return before.stream()
                .filter(condition -> condition.type().equals(next.type())
                        && condition.status().equals(next.status())
                        && condition.hasLastTransitionTime())
                .findFirst()
                .map(condition -> next.withLastTransitionTime(condition.lastTransitionTime()))
                .orElse(next);
    }
}
