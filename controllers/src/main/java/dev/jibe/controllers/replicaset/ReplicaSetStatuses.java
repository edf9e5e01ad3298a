package dev.jibe.controllers.replicaset;

import dev.jibe.object.api.apps.v1.ReplicaSet;
import dev.jibe.object.api.apps.v1.ReplicaSetCondition;
import dev.jibe.object.api.apps.v1.ReplicaSetStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The status that a ReplicaSet has by its pods, and by what went wrong. */
final class ReplicaSetStatuses {
    private static final String FAILURE = "ReplicaFailure";

    private ReplicaSetStatuses() {}

    /** Why pods could not be created or deleted: {@code FailedCreate} or {@code FailedDelete}, and the error. */
    record Failure(String reason, String message) {}

    static ReplicaSetStatus of(ReplicaSet replicaSet, List<PodFacts> held, Optional<Failure> failure, Instant now) {
        var live = held.stream().filter(PodFacts::isActive).toList();
        int minReadySeconds = replicaSet.spec().minReadySeconds();
        long labelled = live.stream().filter(PodFacts::labelled).count();
        long available = live.stream()
                .filter(facts -> facts.isAvailable(minReadySeconds, now))
                .count();
        long terminating = held.stream()
                .filter(facts -> facts.terminating() && !facts.finished())
                .count();
        var status = ReplicaSetStatus.EMPTY
                .withReplicas(live.size())
                .withTerminatingReplicas((int) terminating)
                .withObservedGeneration(replicaSet.metadata().generation());
        status = labelled == 0 ? status : status.withFullyLabeledReplicas((int) labelled);
        int ready = (int) live.stream().filter(PodFacts::ready).count();
        status = ready == 0 ? status : status.withReadyReplicas(ready);
        status = available == 0 ? status : status.withAvailableReplicas((int) available);
        var conditions = conditions(replicaSet.status().conditions(), failure, now);
        return conditions.isEmpty() ? status : status.withConditions(conditions);
    }

    private static List<ReplicaSetCondition> conditions(
            List<ReplicaSetCondition> before, Optional<Failure> failure, Instant now) {
        var conditions = new ArrayList<ReplicaSetCondition>();
        for (var condition : before) {
            if (!condition.type().equals(FAILURE)) {
                conditions.add(condition);
            } else if (failure.isPresent()) {
                conditions.add(condition); // the first failure stays, so that its time says how long it lasts
            }
        }
        if (failure.isPresent()
                && conditions.stream().noneMatch(condition -> condition.type().equals(FAILURE))) {
            conditions.add(ReplicaSetCondition.EMPTY
                    .withType(FAILURE)
                    .withStatus("True")
                    .withLastTransitionTime(now)
                    .withReason(failure.get().reason())
                    .withMessage(failure.get().message()));
        }
        return conditions;
    }
}
