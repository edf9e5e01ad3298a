package dev.jibe.controllers.daemonset;

import dev.jibe.controllers.daemonset.Action.AdoptPod;
import dev.jibe.controllers.daemonset.Action.CreatePod;
import dev.jibe.controllers.daemonset.Action.DeletePod;
import dev.jibe.controllers.daemonset.Action.ReleasePod;
import dev.jibe.controllers.daemonset.Action.ReplacePod;
import dev.jibe.controllers.ownership.Claims;
import dev.jibe.controllers.pods.PodState;
import dev.jibe.object.api.apps.v1.DaemonSetStatus;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.selector.LabelSelector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What one DaemonSet needs next, decided from what was read and nothing else.
 *
 * @param held the pods that count as its own
 * @param recheck how long until time alone changes the plan
 */
record DaemonSetPlan(List<Action> actions, List<Pod> held, DaemonSetStatus status, Optional<Duration> recheck) {

    /** Most pods created, and most deleted, in one pass. */
    static final int BURST_LIMIT = 250;

    DaemonSetPlan {
        actions = List.copyOf(actions);
    }

    static DaemonSetPlan of(Observed observed) {
        var set = observed.set();
        var claims = Claims.of(set, LabelSelector.of(set.spec().selector().tree()), observed.pods());
        var actions = new ArrayList<Action>();
        claims.adopted().forEach(pod -> actions.add(new AdoptPod(pod.name(), pod.uid())));
        claims.released().forEach(pod -> actions.add(new ReleasePod(pod.name(), pod.uid())));
        var byNode = Observed.byNode(claims.held());
        Optional<Duration> wait = Optional.empty();
        if (!set.isTerminating()) {
            var placement = Placement.of(observed, byNode, RollingUpdate.surges(observed));
            wait = placement.recheck();
            actions.addAll(limited(
                    placement.actions().isEmpty() && isRolling(observed)
                            ? RollingUpdate.of(observed, byNode)
                            : placement.actions()));
        }
        var recheck = Stream.of(wait, nextAvailable(observed, claims.held()))
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder());
        return new DaemonSetPlan(actions, claims.held(), status(observed, byNode), recheck);
    }

    /** Whether the number of pods is about to change, so that a status of now would be wrong at once. */
    boolean scales() {
        return actions.stream().anyMatch(DaemonSetPlan::scales);
    }

    private static boolean scales(Action action) {
        return switch (action) {
            case CreatePod create -> true;
            case DeletePod delete -> true;
            case ReplacePod replace -> true;
            case AdoptPod adopt -> false;
            case ReleasePod release -> false;
        };
    }

    private static boolean isRolling(Observed observed) {
        return observed.set().spec().updateStrategy().type().equals("RollingUpdate");
    }

    private static List<Action> limited(List<Action> actions) {
        var creations = actions.stream().filter(CreatePod.class::isInstance).limit(BURST_LIMIT);
        var deletions = actions.stream()
                .filter(action -> !(action instanceof CreatePod))
                .limit(BURST_LIMIT);
        return Stream.concat(creations, deletions).toList();
    }

    private static DaemonSetStatus status(Observed observed, Map<String, List<Pod>> byNode) {
        int desired = 0;
        int current = 0;
        int misplaced = 0;
        int ready = 0;
        int available = 0;
        int updated = 0;
        for (var node : observed.nodes()) {
            var pods = byNode.getOrDefault(node.name(), List.of());
            if (!Eligibility.of(observed.set(), node).start()) {
                misplaced += pods.isEmpty() ? 0 : 1;
                continue;
            }
            desired++;
            if (!pods.isEmpty()) {
                var pod = pods.getFirst();
                current++;
                ready += PodState.isReady(pod) ? 1 : 0;
                available += observed.isAvailable(pod) ? 1 : 0;
                updated += DaemonPod.isOf(pod, observed.hash()) ? 1 : 0;
            }
        }
        var set = observed.set();
        var status = DaemonSetStatus.EMPTY
                .withCurrentNumberScheduled(current)
                .withNumberMisscheduled(misplaced)
                .withDesiredNumberScheduled(desired)
                .withNumberReady(ready)
                .withObservedGeneration(set.metadata().generation());
        status = updated == 0 ? status : status.withUpdatedNumberScheduled(updated);
        status = available == 0 ? status : status.withNumberAvailable(available);
        status = desired == available ? status : status.withNumberUnavailable(desired - available);
        status = set.status().hasConditions()
                ? status.withConditions(set.status().conditions())
                : status;
        return set.status().hasCollisionCount()
                ? status.withCollisionCount(set.status().collisionCount())
                : status;
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
