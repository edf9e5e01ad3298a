package dev.jibe.controllers.nodelifecycle;

import dev.jibe.controllers.nodelifecycle.Action.EvictPod;
import dev.jibe.controllers.nodelifecycle.Action.MarkPodNotReady;
import dev.jibe.controllers.nodelifecycle.Action.SetConditions;
import dev.jibe.controllers.nodelifecycle.Action.SetLabels;
import dev.jibe.controllers.nodelifecycle.Action.SetTaints;
import dev.jibe.controllers.pods.PodState;
import dev.jibe.object.api.v1.Node;
import dev.jibe.object.api.v1.NodeCondition;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.api.v1.Taint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What is to be done about one node, decided from what was read and nothing else.
 *
 * <p>Planning again on the world that a plan leads to yields no action.
 *
 * @param leaving the pods that have to leave later, by uid
 * @param recheck how long until the node has been silent for too long, or the next pod has to leave
 */
record NodePlan(List<Action> actions, Map<String, Leaving> leaving, Optional<Duration> recheck) {

    /** How long a node may be silent: upstream's {@code --node-monitor-grace-period}. */
    static final Duration GRACE = Duration.ofSeconds(50);

    /** The same for a node that has not said anything yet: upstream's {@code --node-startup-grace-period}. */
    static final Duration STARTUP_GRACE = Duration.ofSeconds(60);

    NodePlan {
        actions = List.copyOf(actions);
        leaving = Map.copyOf(leaving);
    }

    /** A pod that tolerates a taint of its node for a while. */
    record Leaving(String namespace, String name, Instant at) {}

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
        var grace = conditions.stream().anyMatch(it -> it.type().equals("Ready")) ? GRACE : STARTUP_GRACE;
        boolean isSilent = observed.silence().compareTo(grace) >= 0;
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
        var labels = oldLabels(node);
        if (!labels.isEmpty()) {
            actions.add(new SetLabels(labels));
        }
        List<Taint> taints = Taints.wanted(node, conditions, observed.now());
        if (!taints.equals(List.copyOf(node.spec().taints()))) {
            actions.add(new SetTaints(taints));
        }
        var leaving = evict(observed, taints, actions);
        var wait = leaving.values().stream()
                .map(it -> Duration.between(observed.now(), it.at()))
                .min(Comparator.naturalOrder());
        var untilSilent = grace.minus(observed.silence());
        return new NodePlan(actions, leaving, isSilent ? wait : Optional.of(shorter(wait, untilSilent)));
    }

    /** Of those that were to leave later, who need not any longer, is gone, or has to leave at once. */
    List<Leaving> cancelled(Map<String, Leaving> before, Instant now) {
        var evicted = actions.stream()
                .flatMap(action -> action instanceof EvictPod pod ? Stream.of(pod.uid()) : Stream.empty())
                .toList();
        return before.entrySet().stream()
                .filter(it -> !leaving.containsKey(it.getKey()))
                .filter(it ->
                        !evicted.contains(it.getKey()) || it.getValue().at().isAfter(now))
                .map(Map.Entry::getValue)
                .sorted(Comparator.comparing(Leaving::at).thenComparing(Leaving::name))
                .toList();
    }

    /** Labels under their first names, where they do not say what the later ones say. */
    private static Map<String, String> oldLabels(Node node) {
        var result = new TreeMap<String, String>();
        for (var name : List.of("os", "arch")) {
            var value = node.labels().get("kubernetes.io/" + name);
            if (value != null && !value.equals(node.labels().get("beta.kubernetes.io/" + name))) {
                result.put("beta.kubernetes.io/" + name, value);
            }
        }
        return result;
    }

    /** Adds the evictions that are due; answers those that are due later. */
    private static Map<String, Leaving> evict(Observed observed, List<Taint> taints, List<Action> actions) {
        if (taints.stream().noneMatch(taint -> taint.effect().equals(Taints.NO_EXECUTE))) {
            return Map.of();
        }
        var later = new HashMap<String, Leaving>();
        for (var pod : observed.pods()) {
            var end = Evictions.at(pod, taints, taint -> since(observed, taint));
            if (end.isPresent() && !end.get().isAfter(observed.now())) {
                actions.add(new EvictPod(pod.namespace(), pod.name(), pod.uid()));
            } else if (end.isPresent()) {
                later.put(pod.uid(), new Leaving(pod.namespace(), pod.name(), end.get()));
            }
        }
        return later;
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
