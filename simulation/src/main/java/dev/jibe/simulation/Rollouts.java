package dev.jibe.simulation;

import dev.jibe.object.api.apps.v1.ReplicaSet;
import dev.jibe.object.api.v1.Pod;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * What holds of a rollout that nothing disturbs: so many pods are available, and so many are asked for at most.
 *
 * <p>At most so many are asked for, and not at most so many there: a set that was made smaller takes a moment to take its
 * pods away, and the next one need not wait for that.
 */
final class Rollouts {

    /** How many pods of an application are at least available, and at most asked for by its sets together. */
    record Bounds(int minAvailable, int maxWanted) {}

    private final Map<String, Bounds> bounds = new ConcurrentHashMap<>();

    /** Holds an application to bounds until they are lifted. */
    void hold(String app, Bounds to) {
        bounds.put(app, to);
    }

    void lift(String app) {
        bounds.remove(app);
    }

    void checkPods(Collection<Pod> pods, Pod changed) {
        var app = PodRules.app(changed);
        var limits = bounds.get(app);
        if (limits == null) {
            return;
        }
        long available = pods.stream()
                .filter(pod -> PodRules.app(pod).equals(app)
                        && !pod.isTerminating()
                        && !PodRules.isOver(pod)
                        && PodRules.isReady(pod))
                .count();
        if (available < limits.minAvailable()) {
            throw new SimulationException(app + " rolls out with " + available + " available, allowed is " + limits
                    + "; " + describe(pods, app));
        }
    }

    void checkSets(Collection<ReplicaSet> sets, ReplicaSet changed) {
        var app = changed.labels().getOrDefault("app", "");
        var limits = bounds.get(app);
        if (limits == null) {
            return;
        }
        var ours = sets.stream()
                .filter(set -> set.labels().getOrDefault("app", "").equals(app))
                .toList();
        int wanted = ours.stream().mapToInt(set -> set.spec().replicas()).sum();
        if (wanted > limits.maxWanted()) {
            throw new SimulationException(app + " rolls out with " + wanted + " pods asked for, allowed is " + limits
                    + "; "
                    + ours.stream()
                            .map(set -> set.name() + " " + set.spec().replicas())
                            .collect(Collectors.joining(", ")));
        }
    }

    private static String describe(Collection<Pod> pods, String app) {
        return pods.stream()
                .filter(pod -> PodRules.app(pod).equals(app))
                .map(pod -> pod.name() + " at " + pod.resourceVersion() + " "
                        + pod.status().phase()
                        + (PodRules.isReady(pod) ? " ready" : "")
                        + (pod.isTerminating() ? " terminating" : ""))
                .collect(Collectors.joining(", "));
    }
}
