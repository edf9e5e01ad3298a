package dev.jibe.simulation;

import dev.jibe.object.api.meta.v1.OwnerReference;
import dev.jibe.object.api.v1.Pod;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What holds of pods at every moment, whatever is broken. Belongs to the thread that reads the journal. */
final class PodRules {

    /** Applications that have lost a pod: with which others the next ones were spread, only the scheduler knows. */
    private final Set<String> shrunk = new HashSet<>();

    private final Set<String> givenUp = ConcurrentHashMap.newKeySet();

    /** A node will not come back. */
    void giveUp(String node) {
        givenUp.add(node);
    }

    /** Checks a pod that came or changed, among all. */
    void check(@Nullable Pod before, Pod pod, Collection<Pod> all) {
        if (before != null) {
            checkChange(before, pod);
        }
        var app = app(pod);
        owner(pod)
                .filter(owner -> owner.kind().equals("ReplicaSet"))
                .filter(owner -> !owner.name().startsWith(app + "-"))
                .ifPresent(owner -> {
                    throw failure(pod, "is owned by " + owner.name());
                });
        if (pod.isTerminating() || isOver(pod)) {
            shrunk.add(app);
        }
        var node = pod.spec().nodeName();
        boolean isPlaced = !node.isEmpty();
        boolean isNew = before == null || before.spec().nodeName().isEmpty();
        if (isPlaced && isNew) {
            checkNode(all, node);
            switch (Wish.Placement.of(pod)) {
                case ANYWHERE -> {}
                case APART -> checkApart(all, pod);
                case SPREAD -> checkSpread(all, pod);
            }
        }
    }

    void removed(Pod pod) {
        shrunk.add(app(pod));
    }

    private static void checkChange(Pod before, Pod pod) {
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

    private static void checkApart(Collection<Pod> pods, Pod placed) {
        for (var pod : pods) {
            if (!pod.uid().equals(placed.uid())
                    && app(pod).equals(app(placed))
                    && pod.spec().nodeName().equals(placed.spec().nodeName())
                    && !isOver(pod)) {
                throw failure(placed, "was bound to the node of " + pod.name() + ", from which it must be apart");
            }
        }
    }

    /**
     * While a pod waits for its binding to be written others are placed as if it had been: what counts is how they are
     * spread when none waits.
     */
    private void checkSpread(Collection<Pod> pods, Pod placed) {
        var app = app(placed);
        if (shrunk.contains(app)) {
            return;
        }
        var counts = new TreeMap<String, Integer>();
        for (int i = 0; i < World.NODES; i++) {
            counts.put("node-" + i, 0);
        }
        counts.keySet().removeAll(givenUp);
        for (var pod : pods) {
            if (app(pod).equals(app)) {
                if (pod.spec().nodeName().isEmpty()) {
                    return;
                }
                counts.merge(pod.spec().nodeName(), 1, Integer::sum);
            }
        }
        if (Collections.max(counts.values()) > Collections.min(counts.values()) + 1) {
            throw failure(placed, "was bound to " + placed.spec().nodeName() + " and spread badly: " + counts);
        }
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
