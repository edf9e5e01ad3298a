package dev.jibe.scheduler.score;

import dev.jibe.scheduler.filter.NodeTerms;
import dev.jibe.scheduler.filter.SpreadConstraint;
import dev.jibe.scheduler.filter.Tolerations;
import dev.jibe.scheduler.snapshot.NodeInfo;
import dev.jibe.scheduler.snapshot.PodInfo;
import dev.jibe.scheduler.snapshot.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * How well each possible node suits a pod: the sum of weighted scores from 0 to 100.
 *
 * <p>Plugins, weights and formulas are upstream's defaults; see <a
 * href="https://kubernetes.io/docs/reference/scheduling/config/#scheduling-plugins">Scheduling plugins</a>.
 */
public final class Scores {

    static final long MAX = 100;
    private static final int TAINTS_WEIGHT = 3;
    private static final int AFFINITY_WEIGHT = 2;
    private static final int SPREAD_WEIGHT = 2;
    private static final int POD_AFFINITY_WEIGHT = 2;

    private Scores() {}

    /** The scores in the order of the candidates. */
    public static long[] of(PodInfo pod, List<NodeInfo> candidates, World world) {
        var total = new long[candidates.size()];
        for (int i = 0; i < total.length; i++) {
            total[i] = leastAllocated(pod, candidates.get(i)) + balanced(pod, candidates.get(i));
        }
        add(total, candidates, node -> untolerated(pod, node), true, TAINTS_WEIGHT);
        if (pod.spec().map("affinity").map("nodeAffinity").has("preferredDuringSchedulingIgnoredDuringExecution")) {
            add(total, candidates, node -> preferred(pod, node), false, AFFINITY_WEIGHT);
        }
        var constraints = constraints(pod);
        for (var constraint : constraints) {
            var counts = constraint.counts(pod, world.nodes());
            add(total, candidates, node -> counted(constraint, counts, node), true, SPREAD_WEIGHT);
        }
        new PreferredAffinity(pod, world.nodes(), world.namespaceLabels())
                .addTo(total, candidates, POD_AFFINITY_WEIGHT);
        return total;
    }

    /** The share of a node that is left, averaged over CPU and memory. */
    private static long leastAllocated(PodInfo pod, NodeInfo node) {
        return (free(node.allocatable().cpuMillis(), node.scoredCpuMillis() + pod.scoredCpuMillis())
                        + free(node.allocatable().memoryBytes(), node.scoredMemoryBytes() + pod.scoredMemoryBytes()))
                / 2;
    }

    private static long free(long has, long used) {
        return has <= 0 || used > has ? 0 : (has - used) * MAX / has;
    }

    /** How alike the used shares of CPU and memory would be. */
    private static long balanced(PodInfo pod, NodeInfo node) {
        double cpu = share(
                node.allocatable().cpuMillis(),
                node.used().cpuMillis() + pod.requests().cpuMillis());
        double memory = share(
                node.allocatable().memoryBytes(),
                node.used().memoryBytes() + pod.requests().memoryBytes());
        return (long) ((1 - Math.abs(cpu - memory) / 2) * MAX);
    }

    private static double share(long has, long used) {
        return has <= 0 ? 1 : Math.min(1.0, (double) used / has);
    }

    private static long untolerated(PodInfo pod, NodeInfo node) {
        var tolerations = pod.spec().list("tolerations");
        return node.node()
                .tree()
                .map("spec")
                .list("taints")
                .maps()
                .filter(taint -> taint.string("effect").equals("PreferNoSchedule"))
                .filter(taint -> !Tolerations.tolerate(tolerations, taint))
                .count();
    }

    private static long preferred(PodInfo pod, NodeInfo node) {
        return pod.spec()
                .map("affinity")
                .map("nodeAffinity")
                .list("preferredDuringSchedulingIgnoredDuringExecution")
                .maps()
                .filter(term -> NodeTerms.matches(term.map("preference"), node))
                .mapToLong(term -> term.number("weight"))
                .sum();
    }

    private static List<SpreadConstraint> constraints(PodInfo pod) {
        var constraints = new ArrayList<SpreadConstraint>();
        pod.spec()
                .list("topologySpreadConstraints")
                .maps()
                .filter(c -> c.string("whenUnsatisfiable").equals("ScheduleAnyway"))
                .forEach(c -> constraints.add(SpreadConstraint.of(c, pod)));
        return constraints;
    }

    private static long counted(SpreadConstraint constraint, Map<String, Integer> counts, NodeInfo node) {
        return counts.getOrDefault(node.labels().string(constraint.topologyKey()), 0);
    }

    /** Brings raw values to 0…100, the largest to 100 (or to 0 where less is better), and adds them. */
    private static void add(
            long[] total, List<NodeInfo> nodes, ToLongFunction<NodeInfo> raw, boolean lessIsBetter, int weight) {
        var values = nodes.stream().mapToLong(raw).toArray();
        long max = 0;
        for (long value : values) {
            max = Math.max(max, value);
        }
        for (int i = 0; i < total.length; i++) {
            long score = max == 0 ? 0 : values[i] * MAX / max;
            total[i] += weight * (lessIsBetter ? MAX - score : score);
        }
    }
}
