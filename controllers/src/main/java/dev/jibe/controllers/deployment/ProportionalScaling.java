package dev.jibe.controllers.deployment;

import static java.util.Comparator.comparingInt;

import dev.jibe.object.api.apps.v1.Deployment;
import dev.jibe.object.api.apps.v1.ReplicaSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Shares a change of the wanted number among the sets of a rollout in progress, by their sizes.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#proportional-scaling">Proportional
 * scaling</a>.
 */
final class ProportionalScaling {

    /** When growing the largest comes first, and of equals the newest, which will last longer. */
    private static final Comparator<ReplicaSet> TO_GROW = comparingInt(
                    (ReplicaSet set) -> set.spec().replicas())
            .reversed()
            .thenComparing(Sets.OLDEST_FIRST.reversed());

    /** When shrinking the largest comes first, and of equals the oldest. */
    private static final Comparator<ReplicaSet> TO_SHRINK =
            comparingInt((ReplicaSet set) -> set.spec().replicas()).reversed().thenComparing(Sets.OLDEST_FIRST);

    private ProportionalScaling() {}

    /** Whether a set that wants pods has yet to hear of the Deployment's size. */
    static boolean isDue(Deployment deployment, Sets sets) {
        long wanted = deployment.spec().replicas();
        return sets.active().stream()
                .anyMatch(set ->
                        Annotations.desired(set).filter(told -> told != wanted).isPresent());
    }

    static List<Action> step(Deployment deployment, Sets sets) {
        var active = sets.active();
        if (active.size() <= 1) {
            return theOnlyOne(sets, active)
                    .map(set -> Resizing.to(deployment, set, deployment.spec().replicas()))
                    .orElse(List.of());
        }
        if (sets.current().filter(set -> isSaturated(deployment, set)).isPresent()) {
            var actions = new ArrayList<Action>();
            sets.activeOld().forEach(set -> actions.addAll(Resizing.onlyTo(deployment, set, 0)));
            return actions;
        }
        return Limits.isRecreate(deployment) ? List.of() : share(deployment, active);
    }

    /** The one set that wants pods, or if none does the newest. */
    private static Optional<ReplicaSet> theOnlyOne(Sets sets, List<ReplicaSet> active) {
        return active.isEmpty()
                ? sets.current().or(() -> sets.old().stream().max(Sets.OLDEST_FIRST))
                : Optional.of(active.getFirst());
    }

    /** Whether the current set has all pods that the Deployment wants, and available. */
    private static boolean isSaturated(Deployment deployment, ReplicaSet current) {
        int wanted = deployment.spec().replicas();
        return current.spec().replicas() == wanted
                && Annotations.desired(current).filter(told -> told == wanted).isPresent()
                && current.status().availableReplicas() == wanted;
    }

    private static List<Action> share(Deployment deployment, List<ReplicaSet> active) {
        int wanted = deployment.spec().replicas();
        int total = active.stream().mapToInt(set -> set.spec().replicas()).sum();
        int allowed = wanted > 0 ? wanted + Limits.of(deployment).surge() : 0;
        int change = allowed - total;
        var sorted = active.stream().sorted(change > 0 ? TO_GROW : TO_SHRINK).toList();
        var sizes = new int[sorted.size()];
        int shared = 0;
        for (int i = 0; i < sizes.length; i++) {
            int part = part(deployment, sorted.get(i), change, shared);
            sizes[i] = sorted.get(i).spec().replicas() + part;
            shared += part;
        }
        sizes[0] = Math.max(sizes[0] + change - shared, 0); // what rounding left over
        var actions = new ArrayList<Action>();
        for (int i = 0; i < sizes.length; i++) {
            actions.addAll(Resizing.to(deployment, sorted.get(i), sizes[i]));
        }
        return actions;
    }

    /** The set's part of the change, within what others have left of it. */
    private static int part(Deployment deployment, ReplicaSet set, int change, int shared) {
        int left = change - shared;
        if (set.spec().replicas() == 0 || left == 0) {
            return 0;
        }
        int ideal = idealPart(deployment, set);
        return change > 0 ? Math.min(ideal, left) : Math.max(ideal, left);
    }

    /** What keeps the set's share of all pods the same as before the Deployment's size changed. */
    private static int idealPart(Deployment deployment, ReplicaSet set) {
        int size = set.spec().replicas();
        int wanted = deployment.spec().replicas();
        if (wanted == 0) {
            return -size;
        }
        double before = Annotations.maximum(set).filter(maximum -> maximum > 0).orElse((long)
                Math.max(deployment.status().replicas(), 1));
        double now = wanted + Limits.of(deployment).surge();
        return (int) Math.round(size * now / before) - size;
    }
}
