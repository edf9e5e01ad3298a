package dev.jibe.scheduler.score;

import dev.jibe.scheduler.snapshot.NodeInfo;
import dev.jibe.scheduler.snapshot.Surroundings.Spread;
import java.util.Arrays;
import java.util.List;

/** Prefers nodes in domains that have few of the pods that a constraint selects. Keeps its working memory. */
final class SpreadScore {

    private static final String HOSTNAME = "kubernetes.io/hostname";
    private static final long IGNORED = -1;

    private long[] raw = new long[0];
    private int[] seen = new int[0];
    private int stamp;

    /**
     * Adds the weighted score of each candidate.
     *
     * @param needsAllLabels whether a node that lacks a label of any constraint is worth nothing
     */
    void addTo(
            long[] total,
            NodeInfo[] candidates,
            int count,
            List<Spread> constraints,
            boolean needsAllLabels,
            int weight) {
        if (raw.length < count) {
            raw = new long[total.length];
        }
        int ignored = 0;
        for (int i = 0; i < count; i++) {
            boolean left = needsAllLabels && lacksAny(constraints, candidates[i]);
            raw[i] = left ? IGNORED : 0;
            ignored += left ? 1 : 0;
        }
        measure(candidates, count, constraints, ignored);
        long least = Long.MAX_VALUE;
        long most = Long.MIN_VALUE;
        for (int i = 0; i < count; i++) {
            if (raw[i] != IGNORED) {
                least = Math.min(least, raw[i]);
                most = Math.max(most, raw[i]);
            }
        }
        for (int i = 0; i < count; i++) {
            if (raw[i] != IGNORED) {
                total[i] += weight * (most == 0 ? Scores.MAX : Scores.MAX * (most + least - raw[i]) / most);
            }
        }
    }

    private static boolean lacksAny(List<Spread> constraints, NodeInfo node) {
        for (int i = 0; i < constraints.size(); i++) {
            if (constraints.get(i).tally().topology().of(node.slot()) < 0) {
                return true;
            }
        }
        return false;
    }

    /** Pods in many small domains count for more, so that all constraints have a say. */
    private void measure(NodeInfo[] candidates, int count, List<Spread> constraints, int ignored) {
        var weights = new double[constraints.size()];
        for (int c = 0; c < weights.length; c++) {
            boolean byNode = constraints.get(c).constraint().topologyKey().equals(HOSTNAME);
            weights[c] = Math.log((byNode ? count - ignored : domains(candidates, count, constraints.get(c))) + 2.0);
        }
        for (int i = 0; i < count; i++) {
            if (raw[i] == IGNORED) {
                continue;
            }
            int slot = candidates[i].slot();
            double score = 0;
            for (int c = 0; c < weights.length; c++) {
                var spread = constraints.get(c);
                var tally = spread.tally();
                if (tally.topology().of(slot) >= 0) {
                    score += tally.at(slot) * weights[c] + (spread.constraint().maxSkew() - 1);
                }
            }
            raw[i] = Math.round(score);
        }
    }

    private int domains(NodeInfo[] candidates, int count, Spread spread) {
        var topology = spread.tally().topology();
        if (seen.length < topology.size()) {
            seen = Arrays.copyOf(seen, topology.size() * 2);
        }
        stamp++;
        int domains = 0;
        for (int i = 0; i < count; i++) {
            int value = raw[i] == IGNORED ? -1 : topology.of(candidates[i].slot());
            if (value >= 0 && seen[value] != stamp) {
                seen[value] = stamp;
                domains++;
            }
        }
        return domains;
    }
}
