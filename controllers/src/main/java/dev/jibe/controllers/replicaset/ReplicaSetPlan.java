package dev.jibe.controllers.replicaset;

import dev.jibe.controllers.ownership.Claims;
import dev.jibe.controllers.pods.DeletionRanking;
import dev.jibe.controllers.pods.PodState;
import dev.jibe.controllers.replicaset.Action.AdoptPod;
import dev.jibe.controllers.replicaset.Action.CreatePods;
import dev.jibe.controllers.replicaset.Action.DeletePod;
import dev.jibe.controllers.replicaset.Action.ReleasePod;
import dev.jibe.object.api.apps.v1.ReplicaSet;
import dev.jibe.object.api.v1.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What one ReplicaSet needs next, decided from what was read and nothing else.
 *
 * <p>Planning again on the world that a plan leads to yields no action.
 *
 * @param held the pods that count as its own, adopted ones included
 * @param recheck how long until a pod becomes available without anything else happening
 */
record ReplicaSetPlan(List<Action> actions, List<PodFacts> held, Optional<Duration> recheck) {

    /** Most pods created or deleted in one pass, so that one ReplicaSet cannot starve the others. */
    static final int BURST_LIMIT = 500;

    ReplicaSetPlan {
        actions = List.copyOf(actions);
    }

    /**
     * The world as one ReplicaSet sees it.
     *
     * @param pods every pod in the namespace that it controls, or that has no controller
     * @param related the pods of all ReplicaSets of the same Deployment, asked for only if some of its own have to go
     */
    record Observed(ReplicaSet replicaSet, List<PodFacts> pods, Supplier<List<Pod>> related, Instant now) {

        Observed(ReplicaSet replicaSet, List<Pod> pods, Instant now) {
            this(
                    replicaSet,
                    pods.stream().map(pod -> PodFacts.of(pod, replicaSet)).toList(),
                    () -> pods,
                    now);
        }
    }

    static ReplicaSetPlan of(Observed observed) {
        var replicaSet = observed.replicaSet();
        var claims =
                Claims.of(replicaSet, PodFacts::selected, PodFacts::controller, PodFacts::terminating, observed.pods());
        var live = claims.held().stream().filter(PodFacts::isActive).toList();
        var actions = new ArrayList<Action>();
        claims.adopted()
                .forEach(
                        it -> actions.add(new AdoptPod(it.pod().name(), it.pod().uid())));
        claims.released()
                .forEach(it ->
                        actions.add(new ReleasePod(it.pod().name(), it.pod().uid())));
        if (!replicaSet.isTerminating()) {
            actions.addAll(scale(observed, live));
        }
        return new ReplicaSetPlan(actions, claims.held(), nextAvailable(observed, live));
    }

    /** Whether the number of pods is about to change, so that a status of now would be wrong at once. */
    boolean scales() {
        return actions.stream().anyMatch(action -> switch (action) {
            case CreatePods create -> true;
            case DeletePod delete -> true;
            case AdoptPod adopt -> false;
            case ReleasePod release -> false;
        });
    }

    private static List<? extends Action> scale(Observed observed, List<PodFacts> live) {
        int missing = observed.replicaSet().spec().replicas() - live.size();
        if (missing == 0) {
            return List.of();
        }
        if (missing > 0) {
            return List.of(new CreatePods(Math.min(missing, BURST_LIMIT)));
        }
        return new DeletionRanking(observed.related().get(), observed.now())
                .sorted(live.stream().map(PodFacts::pod).toList()).stream()
                        .limit(Math.min(-missing, BURST_LIMIT))
                        .map(pod -> new DeletePod(pod.name(), pod.uid()))
                        .toList();
    }

    /** How long until another pod has been ready for {@code minReadySeconds}. */
    private static Optional<Duration> nextAvailable(Observed observed, List<PodFacts> live) {
        int minReadySeconds = observed.replicaSet().spec().minReadySeconds();
        if (minReadySeconds == 0) {
            return Optional.empty();
        }
        return live.stream()
                .filter(PodFacts::ready)
                .map(facts -> PodState.availableAt(facts.pod(), minReadySeconds))
                .filter(instant -> instant.isAfter(observed.now()))
                .min(Comparator.naturalOrder())
                .map(instant -> Duration.between(observed.now(), instant));
    }
}
