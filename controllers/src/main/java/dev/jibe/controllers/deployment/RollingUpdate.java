package dev.jibe.controllers.deployment;

import dev.jibe.object.api.apps.v1.Deployment;
import dev.jibe.object.api.apps.v1.ReplicaSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Exchanges old pods for new ones a few at a time: never more than {@code maxSurge} over the wanted number, never more
 * than {@code maxUnavailable} below it.
 */
final class RollingUpdate {

    private RollingUpdate() {}

    /** The next step up, or if none can be made the next step down. */
    static List<Action> step(Deployment deployment, Sets sets) {
        var up = growCurrent(deployment, sets);
        return up.isEmpty() ? shrinkOld(deployment, sets) : up;
    }

    private static List<Action> growCurrent(Deployment deployment, Sets sets) {
        return sets.current()
                .map(current -> Resizing.onlyTo(
                        deployment,
                        current,
                        sizeOfCurrent(deployment, sets, current.spec().replicas())))
                .orElse(List.of());
    }

    /** The size that the current set may have now, given the one it has. */
    static int sizeOfCurrent(Deployment deployment, Sets sets, int present) {
        int wanted = deployment.spec().replicas();
        if (present >= wanted) {
            return wanted;
        }
        int room = wanted + Limits.of(deployment).surge() - sets.desired();
        return room <= 0 ? present : present + Math.min(room, wanted - present);
    }

    /** First pods that are of no use anyway, then as many as availability allows. */
    private static List<Action> shrinkOld(Deployment deployment, Sets sets) {
        var old = sets.activeOld();
        int minAvailable = deployment.spec().replicas() - Limits.of(deployment).unavailable();
        int newUnavailable = sets.current()
                .map(set -> set.spec().replicas() - set.status().availableReplicas())
                .orElse(0);
        int mayGo = sets.desired() - minAvailable - newUnavailable;
        if (old.isEmpty() || mayGo <= 0) {
            return List.of();
        }
        var sizes = new HashMap<String, Integer>();
        old.forEach(set -> sizes.put(set.uid(), set.spec().replicas()));
        shrinkUnhealthy(old, sizes, mayGo);
        shrinkAvailable(old, sizes, sets.lasting() - minAvailable);
        var actions = new ArrayList<Action>();
        for (var set : old) {
            actions.addAll(Resizing.onlyTo(deployment, set, sizes.getOrDefault(set.uid(), 0)));
        }
        return actions;
    }

    private static void shrinkUnhealthy(List<ReplicaSet> old, Map<String, Integer> sizes, int most) {
        int left = most;
        for (var set : old) {
            int unavailable = set.spec().replicas() - set.status().availableReplicas();
            int fewer = Math.min(left, Math.max(unavailable, 0));
            sizes.merge(set.uid(), -fewer, Integer::sum);
            left -= fewer;
        }
    }

    private static void shrinkAvailable(List<ReplicaSet> old, Map<String, Integer> sizes, int most) {
        int left = Math.max(most, 0);
        for (var set : old) {
            int fewer = Math.min(left, sizes.getOrDefault(set.uid(), 0));
            sizes.merge(set.uid(), -fewer, Integer::sum);
            left -= fewer;
        }
    }
}
