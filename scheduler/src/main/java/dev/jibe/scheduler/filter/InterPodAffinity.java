package dev.jibe.scheduler.filter;

import dev.jibe.scheduler.config.Plugin;
import dev.jibe.scheduler.snapshot.NodeInfo;
import dev.jibe.scheduler.snapshot.Surroundings;
import dev.jibe.scheduler.snapshot.Tally;
import java.util.List;

/**
 * Takes pods to the pods that they require near, and away from those they must not meet, in both directions.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#inter-pod-affinity-and-anti-affinity">
 * Inter-pod affinity and anti-affinity</a>.
 */
final class InterPodAffinity {

    private static final Rejection NOT_NEAR =
            Rejection.lasting(Plugin.INTER_POD_AFFINITY, "node(s) didn't match pod affinity rules");
    private static final Rejection TOO_NEAR =
            Rejection.curable(Plugin.INTER_POD_AFFINITY, "node(s) didn't match pod anti-affinity rules");
    private static final Rejection NOT_WELCOME =
            Rejection.curable(Plugin.INTER_POD_AFFINITY, "node(s) didn't satisfy existing pods anti-affinity rules");

    private InterPodAffinity() {}

    static Rejection reject(Surroundings surroundings, NodeInfo node) {
        if (!isNear(surroundings, node)) {
            return NOT_NEAR;
        }
        if (isInAny(surroundings.avoided(), node)) {
            return TOO_NEAR;
        }
        return isInAny(surroundings.avoiding(), node) ? NOT_WELCOME : Rejection.NONE;
    }

    private static boolean isNear(Surroundings surroundings, NodeInfo node) {
        var near = surroundings.near();
        if (near.isEmpty()) {
            return true;
        }
        boolean met = true;
        boolean nowhere = true;
        for (int i = 0; i < near.size(); i++) {
            var tally = near.get(i);
            if (tally.topology().of(node.slot()) < 0) {
                return false;
            }
            met &= tally.at(node.slot()) > 0;
            nowhere &= tally.isEmpty();
        }
        // The first of a group that wants to be together has nobody to be with yet.
        return met || (nowhere && surroundings.nearItself());
    }

    private static boolean isInAny(List<Tally> tallies, NodeInfo node) {
        for (int i = 0; i < tallies.size(); i++) {
            if (tallies.get(i).at(node.slot()) > 0) {
                return true;
            }
        }
        return false;
    }
}
