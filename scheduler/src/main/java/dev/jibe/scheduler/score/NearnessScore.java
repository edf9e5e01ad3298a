package dev.jibe.scheduler.score;

import dev.jibe.scheduler.config.Profile;
import dev.jibe.scheduler.snapshot.NodeInfo;
import dev.jibe.scheduler.snapshot.Surroundings;

/**
 * How much a pod and the pods around a node would like to be near each other: wishes count in both directions.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#inter-pod-affinity-and-anti-affinity">
 * Inter-pod affinity and anti-affinity</a>.
 */
final class NearnessScore {

    private long[] raw = new long[0];

    /** Adds 0 for the node that is worth least up to 100 for the one that is worth most, times a weight. */
    void addTo(long[] total, NodeInfo[] candidates, int count, Surroundings surroundings, Profile profile, int weight) {
        boolean others =
                !profile.nearness().ignoresOthers() || !surroundings.wishes().isEmpty();
        boolean any = !surroundings.wishes().isEmpty()
                || (others
                        && (!surroundings.wishedBy().isEmpty()
                                || !surroundings.requiredBy().isEmpty()));
        if (!any) {
            return;
        }
        if (raw.length < count) {
            raw = new long[total.length];
        }
        long least = Long.MAX_VALUE;
        long most = Long.MIN_VALUE;
        for (int i = 0; i < count; i++) {
            long worth = worth(
                    surroundings,
                    candidates[i].slot(),
                    others,
                    profile.nearness().hardPodAffinityWeight());
            raw[i] = worth;
            least = Math.min(least, worth);
            most = Math.max(most, worth);
        }
        for (int i = 0; i < count && most > least; i++) {
            total[i] += weight * (long) (Scores.MAX * ((double) (raw[i] - least) / (most - least)));
        }
    }

    private static long worth(Surroundings surroundings, int slot, boolean others, long hardWeight) {
        long sum = 0;
        var wishes = surroundings.wishes();
        for (int i = 0; i < wishes.size(); i++) {
            sum += wishes.get(i).weight() * wishes.get(i).tally().at(slot);
        }
        if (others) {
            var wishedBy = surroundings.wishedBy();
            for (int i = 0; i < wishedBy.size(); i++) {
                sum += wishedBy.get(i).at(slot);
            }
            var requiredBy = surroundings.requiredBy();
            for (int i = 0; i < requiredBy.size(); i++) {
                sum += hardWeight * requiredBy.get(i).at(slot);
            }
        }
        return sum;
    }
}
