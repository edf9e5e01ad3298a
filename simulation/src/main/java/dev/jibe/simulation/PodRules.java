package dev.jibe.simulation;

import dev.jibe.object.api.meta.v1.OwnerReference;
import dev.jibe.object.api.v1.Pod;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** What holds of pods at every moment, whatever is broken. */
final class PodRules {

    /** How many pods of an application there may be at a moment at least available, and at most in all. */
    record Bounds(int minAvailable, int maxTotal) {}

    private final Map<String, Bounds> bounds = new ConcurrentHashMap<>();

    /** Holds an application to bounds until they are lifted. */
    void hold(String app, Bounds to) {
        bounds.put(app, to);
    }

    void lift(String app) {
        bounds.remove(app);
    }

    void liftAll() {
        bounds.clear();
    }

    void checkChange(Pod before, Pod pod) {
        var node = before.spec().nodeName();
        if (!node.isEmpty() && !pod.spec().nodeName().equals(node)) {
            throw failure(
                    pod, "was bound to " + node + " and then to " + pod.spec().nodeName());
        }
        if (isOver(before) && !pod.status().phase().equals(before.status().phase())) {
            throw failure(
                    pod,
                    "was " + before.status().phase() + " and is " + pod.status().phase() + " again");
        }
        if (before.isTerminating() && !pod.isTerminating()) {
            throw failure(pod, "was to be deleted and is not any more");
        }
        var owner = owner(before);
        var now = owner(pod);
        if (owner.isPresent()
                && now.isPresent()
                && !owner.get().uid().equals(now.get().uid())) {
            throw failure(
                    pod, "went from " + owner.get().name() + " to " + now.get().name());
        }
    }

    void checkAll(Collection<Pod> pods, Pod changed) {
        var node = changed.spec().nodeName();
        if (!node.isEmpty()) {
            checkNode(pods, node);
        }
        var app = app(changed);
        owner(changed)
                .filter(owner -> owner.kind().equals("ReplicaSet"))
                .filter(owner -> !owner.name().startsWith(app + "-"))
                .ifPresent(owner -> {
                    throw failure(changed, "is owned by " + owner.name());
                });
        var limits = bounds.get(app);
        if (limits != null) {
            checkBounds(pods, changed, limits);
        }
    }

    private static void checkNode(Collection<Pod> pods, String node) {
        long milliCpus = 0;
        for (var pod : pods) {
            if (pod.spec().nodeName().equals(node) && !isOver(pod)) {
                for (var container : pod.spec().containers()) {
                    var cpu = container.resources().requests().get("cpu");
                    milliCpus += cpu == null ? 0 : cpu.milliValue();
                }
            }
        }
        if (milliCpus > World.CPUS_OF_A_NODE * 1000L) {
            throw new SimulationException(node + " is overcommitted: " + milliCpus + "m");
        }
    }

    private static void checkBounds(Collection<Pod> pods, Pod changed, Bounds limits) {
        var app = app(changed);
        int total = 0;
        int available = 0;
        for (var pod : pods) {
            if (app(pod).equals(app) && !pod.isTerminating() && !isOver(pod)) {
                total++;
                available += isReady(pod) ? 1 : 0;
            }
        }
        if (available < limits.minAvailable() || total > limits.maxTotal()) {
            throw new SimulationException(app + " rolls out with " + available + " available of " + total
                    + ", allowed is " + limits + "; " + describe(pods, app));
        }
    }

    private static String describe(Collection<Pod> pods, String app) {
        return pods.stream()
                .filter(pod -> app(pod).equals(app))
                .map(pod -> pod.name() + " at " + pod.resourceVersion() + " "
                        + pod.status().phase()
                        + (isReady(pod) ? " ready" : "")
                        + (pod.isTerminating() ? " terminating" : ""))
                .collect(Collectors.joining(", "));
    }

    static String app(Pod pod) {
        return pod.labels().getOrDefault("app", "");
    }

    static boolean isOver(Pod pod) {
        var phase = pod.status().phase();
        return phase.equals("Succeeded") || phase.equals("Failed");
    }

    static boolean isReady(Pod pod) {
        return pod.status().conditions().stream()
                .anyMatch(condition ->
                        condition.type().equals("Ready") && condition.status().equals("True"));
    }

    private static Optional<OwnerReference> owner(Pod pod) {
        return pod.metadata().ownerReferences().stream()
                .filter(OwnerReference::controller)
                .findFirst();
    }

    private static SimulationException failure(Pod pod, String what) {
        return new SimulationException("pod " + pod.name() + " " + what);
    }
}
