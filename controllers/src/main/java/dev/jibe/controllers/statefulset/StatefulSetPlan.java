package dev.jibe.controllers.statefulset;

import dev.jibe.controllers.ownership.Claims;
import dev.jibe.controllers.pods.PodState;
import dev.jibe.controllers.statefulset.Action.AdoptPod;
import dev.jibe.controllers.statefulset.Action.CreateClaims;
import dev.jibe.controllers.statefulset.Action.CreatePod;
import dev.jibe.controllers.statefulset.Action.DeletePod;
import dev.jibe.controllers.statefulset.Action.LabelPod;
import dev.jibe.controllers.statefulset.Action.ReleasePod;
import dev.jibe.controllers.statefulset.Action.TellConflict;
import dev.jibe.controllers.statefulset.Action.TellUpdate;
import dev.jibe.controllers.statefulset.Action.UpdateClaim;
import dev.jibe.object.api.apps.v1.StatefulSetStatus;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.selector.LabelSelector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What one StatefulSet needs next, decided from what was read and nothing else.
 *
 * @param held the pods that count as its own
 * @param recheck how long until a pod becomes available without anything else happening
 */
record StatefulSetPlan(List<Action> actions, List<Pod> held, StatefulSetStatus status, Optional<Duration> recheck) {

    StatefulSetPlan {
        actions = List.copyOf(actions);
    }

    static StatefulSetPlan of(Observed observed) {
        var set = observed.set();
        var selector = LabelSelector.of(set.spec().selector().tree());
        var claims = Claims.of(
                set,
                pod -> selector.matches(pod.metadata().labelsTree()) && Identity.ordinal(set, pod) >= 0,
                observed.pods());
        var actions = new ArrayList<Action>();
        claims.adopted().forEach(pod -> actions.add(new AdoptPod(pod.name(), pod.uid())));
        claims.released().forEach(pod -> actions.add(new ReleasePod(pod.name(), pod.uid())));
        if (!set.isTerminating()) {
            actions.addAll(Pass.of(observed, claims.held()));
        }
        return new StatefulSetPlan(
                actions, claims.held(), status(observed, claims.held()), nextAvailable(observed, claims.held()));
    }

    /** Whether the number of pods is about to change, so that a status of now would be wrong at once. */
    boolean scales() {
        return actions.stream().anyMatch(StatefulSetPlan::scales);
    }

    private static boolean scales(Action action) {
        return switch (action) {
            case CreatePod create -> create.leaving().isEmpty();
            case DeletePod delete -> true;
            case CreateClaims create -> false;
            case UpdateClaim update -> false;
            case LabelPod label -> false;
            case TellUpdate tell -> false;
            case TellConflict tell -> false;
            case AdoptPod adopt -> false;
            case ReleasePod release -> false;
        };
    }

    private static StatefulSetStatus status(Observed observed, List<Pod> held) {
        int ready = 0;
        int available = 0;
        int current = 0;
        int updated = 0;
        for (var pod : held) {
            ready += Observed.isReady(pod) ? 1 : 0;
            available += observed.isAvailable(pod) ? 1 : 0;
            if (!pod.isTerminating()) {
                var revision = Identity.revisionOf(pod);
                current += revision.equals(observed.current().name()) ? 1 : 0;
                updated += revision.equals(observed.update().name()) ? 1 : 0;
            }
        }
        var set = observed.set();
        int wanted = observed.replicas();
        boolean isUpdated = observed.isRolling() && updated == wanted && ready == wanted && held.size() == wanted;
        var revision = isUpdated ? observed.update() : observed.current();
        current = isUpdated ? updated : current;
        var status = StatefulSetStatus.EMPTY
                .withReplicas(held.size())
                .withAvailableReplicas(available)
                .withCurrentRevision(revision.name())
                .withUpdateRevision(observed.update().name())
                .withCollisionCount(set.status().collisionCount())
                .withObservedGeneration(set.metadata().generation());
        status = ready == 0 ? status : status.withReadyReplicas(ready);
        status = current == 0 ? status : status.withCurrentReplicas(current);
        status = updated == 0 ? status : status.withUpdatedReplicas(updated);
        return set.status().hasConditions() ? status.withConditions(set.status().conditions()) : status;
    }

    private static Optional<Duration> nextAvailable(Observed observed, List<Pod> held) {
        int minReadySeconds = observed.set().spec().minReadySeconds();
        return held.stream()
                .filter(PodState::isReady)
                .map(pod -> PodState.availableAt(pod, minReadySeconds))
                .filter(instant -> instant.isAfter(observed.now()))
                .min(Comparator.naturalOrder())
                .map(instant -> Duration.between(observed.now(), instant));
    }
}
