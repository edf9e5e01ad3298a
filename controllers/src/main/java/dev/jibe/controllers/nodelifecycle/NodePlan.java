package dev.jibe.controllers.nodelifecycle;

import dev.jibe.controllers.nodelifecycle.Action.EvictPod;
import dev.jibe.controllers.nodelifecycle.Action.MarkPodNotReady;
import dev.jibe.controllers.nodelifecycle.Action.SetConditions;
import dev.jibe.controllers.nodelifecycle.Action.SetTaints;
import dev.jibe.controllers.pods.PodState;
import dev.jibe.object.api.v1.Node;
import dev.jibe.object.api.v1.NodeCondition;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.api.v1.Taint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is to be done about one node, decided from what was read and nothing else.
 *
 * <p>Planning again on the world that a plan leads to yields no action.
 *
 * @param recheck how long until the node has been silent for too long, or the next pod has to leave
 */
record NodePlan(List<Action> actions, Optional<Duration> recheck) {

    /** How long a node may be silent: upstream's {@code --node-monitor-grace-period}. */
    static final Duration GRACE = Duration.ofSeconds(40);

    NodePlan {
        actions = List.copyOf(actions);
    }

    /**
     * The world as one node's keeper sees it.
     *
     * @param silence how long ago a sign of life came last
     * @param taintsSeenAt when taints that do not say since when they are there were seen first, by key
     * @param pods the pods on the node
     */
    record Observed(Node node, Duration silence, Map<String, Instant> taintsSeenAt, List<Pod> pods, Instant now) {}

    static NodePlan of(Observed observed) {
        var node = observed.node();
        var actions = new ArrayList<Action>();
        List<NodeCondition> conditions = List.copyOf(node.status().conditions());
        boolean isSilent = observed.silence().compareTo(GRACE) >= 0;
        if (isSilent) {
            var unknown = Silence.conditions(node, observed.now());
            if (!unknown.equals(conditions)) {
                actions.add(new SetConditions(unknown));
                conditions = unknown;
            }
            observed.pods().stream()
                    .filter(pod -> PodState.isReady(pod))
                    .forEach(pod -> actions.add(new MarkPodNotReady(pod.namespace(), pod.name(), pod.uid())));
        }
        List<Taint> taints = Taints.wanted(node, conditions, observed.now());
        if (!taints.equals(List.copyOf(node.spec().taints()))) {
            actions.add(new SetTaints(taints));
        }
        var wait = evict(observed, taints, actions);
        var untilSilent = GRACE.minus(observed.silence());
        return new NodePlan(actions, isSilent ? wait : Optional.of(shorter(wait, untilSilent)));
    }

    /** Adds the evictions that are due; answers how long until the next one is. */
    private static Optional<Duration> evict(Observed observed, List<Taint> taints, List<Action> actions) {
        if (taints.stream().noneMatch(taint -> taint.effect().equals(Taints.NO_EXECUTE))) {
            return Optional.empty();
        }
        Optional<Duration> next = Optional.empty();
        for (var pod : observed.pods()) {
            var end = Evictions.at(pod, taints, taint -> since(observed, taint));
            if (end.isPresent() && !end.get().isAfter(observed.now())) {
                actions.add(new EvictPod(pod.namespace(), pod.name(), pod.uid()));
            } else if (end.isPresent()) {
                next = Optional.of(shorter(next, Duration.between(observed.now(), end.get())));
            }
        }
        return next;
    }

    private static Instant since(Observed observed, Taint taint) {
        return taint.hasTimeAdded()
                ? taint.timeAdded()
                : observed.taintsSeenAt().getOrDefault(taint.key(), observed.now());
    }

    private static Duration shorter(Optional<Duration> one, Duration other) {
        return one.filter(it -> it.compareTo(other) < 0).orElse(other);
    }
}
