package dev.jibe.scheduler.score;

import dev.jibe.scheduler.config.Plugin;
import dev.jibe.scheduler.config.Profile;
import dev.jibe.scheduler.snapshot.NodeInfo;
import dev.jibe.scheduler.snapshot.PodInfo;
import dev.jibe.scheduler.snapshot.Surroundings.Spread;
import dev.jibe.scheduler.snapshot.Template;
import dev.jibe.scheduler.snapshot.Toleration;
import dev.jibe.scheduler.snapshot.World;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;

/**
 * How well each possible node suits a pod: the sum of weighted scores from 0 to 100. Keeps its working memory.
 *
 * <p>Plugins, weights and formulas are upstream's; see <a
 * href="https://kubernetes.io/docs/reference/scheduling/config/#scheduling-plugins">Scheduling plugins</a>.
 */
public final class Scores {

    static final long MAX = 100;

    private final SpreadScore spreads = new SpreadScore();
    private final NearnessScore nearness = new NearnessScore();
    private long[] total = new long[0];
    private long[] raw = new long[0];

    /**
     * The scores in the order of the candidates, valid until the next call.
     *
     * @param own what looks at nothing but the node
     */
    public long[] of(
            PodInfo info, NodeInfo[] candidates, int count, World world, Profile profile, ToIntFunction<NodeInfo> own) {
        if (total.length < count) {
            total = new long[candidates.length];
            raw = new long[candidates.length];
        }
        var pod = info.template();
        for (int i = 0; i < count; i++) {
            total[i] = own.applyAsInt(candidates[i]);
        }
        addTaints(pod, candidates, count, profile.weight(Plugin.TAINT_TOLERATION));
        addAffinity(pod, candidates, count, profile);
        addSpread(pod, candidates, count, world, profile);
        int weight = profile.weight(Plugin.INTER_POD_AFFINITY);
        if (weight > 0) {
            nearness.addTo(total, candidates, count, world.cluster().tallies().of(pod), profile, weight);
        }
        addImages(pod, candidates, count, world, profile.weight(Plugin.IMAGE_LOCALITY));
        return total;
    }

    private void addTaints(Template pod, NodeInfo[] candidates, int count, int weight) {
        if (weight == 0) {
            return;
        }
        for (int i = 0; i < count; i++) {
            raw[i] = 0;
            for (var taint : candidates[i].softTaints()) {
                raw[i] += Toleration.anyOf(pod.tolerations(), taint) ? 0 : 1;
            }
        }
        addNormalized(count, true, weight);
    }

    private void addAffinity(Template pod, NodeInfo[] candidates, int count, Profile profile) {
        int weight = profile.weight(Plugin.NODE_AFFINITY);
        var added = profile.addedAffinity();
        if (weight == 0
                || (pod.nodes().preferred().isEmpty() && added.preferred().isEmpty())) {
            return;
        }
        for (int i = 0; i < count; i++) {
            raw[i] = pod.nodes().liking(candidates[i]) + added.liking(candidates[i]);
        }
        addNormalized(count, false, weight);
    }

    private void addSpread(Template pod, NodeInfo[] candidates, int count, World world, Profile profile) {
        int weight = profile.weight(Plugin.POD_TOPOLOGY_SPREAD);
        if (weight == 0) {
            return;
        }
        boolean own = !pod.spread().isEmpty();
        var constraints = own ? world.cluster().tallies().of(pod).soft() : byDefault(pod, world, profile);
        if (!constraints.isEmpty()) {
            boolean all = own || !profile.defaultSpread().bySystem();
            spreads.addTo(total, candidates, count, constraints, all, weight);
        }
    }

    private static List<Spread> byDefault(Template pod, World world, Profile profile) {
        var selector = world.owners().selector(pod);
        return selector.isEmpty()
                ? List.of()
                : world.cluster().tallies().byDefault(pod, profile.defaultSpread(), selector);
    }

    private void addImages(Template pod, NodeInfo[] candidates, int count, World world, int weight) {
        var images = new ImageLocality(pod, world.cluster());
        if (weight > 0 && !images.isPointless()) {
            for (int i = 0; i < count; i++) {
                total[i] += weight * images.of(candidates[i]);
            }
        }
    }

    /** Adds how much better the devices are that a pod would get on each of the candidates. */
    public void addLiking(NodeInfo[] candidates, int count, int weight, ToLongFunction<NodeInfo> liking) {
        for (int i = 0; i < count && weight > 0; i++) {
            raw[i] = liking.applyAsLong(candidates[i]);
        }
        addNormalized(weight > 0 ? count : 0, false, weight);
    }

    /** Adds scores of their own for each of the candidates, which are from 0 to 100 as they are. */
    public void add(NodeInfo[] candidates, int count, int weight, ToLongFunction<NodeInfo> score) {
        for (int i = 0; i < count && weight > 0; i++) {
            total[i] += weight * score.applyAsLong(candidates[i]);
        }
    }

    /** Brings raw values to 0…100, the largest to 100 (or to 0 where less is better), and adds them. */
    private void addNormalized(int count, boolean lessIsBetter, int weight) {
        long max = 0;
        for (int i = 0; i < count; i++) {
            max = Math.max(max, raw[i]);
        }
        for (int i = 0; i < count; i++) {
            long score = max == 0 ? 0 : raw[i] * MAX / max;
            total[i] += weight * (lessIsBetter ? MAX - score : score);
        }
    }
}
