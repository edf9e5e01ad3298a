package dev.jibe.scheduler.preemption;

import dev.jibe.scheduler.filter.Filters;
import dev.jibe.scheduler.filter.Rejection;
import dev.jibe.scheduler.filter.Unfit;
import dev.jibe.scheduler.snapshot.Budget;
import dev.jibe.scheduler.snapshot.NodeInfo;
import dev.jibe.scheduler.snapshot.PodInfo;
import dev.jibe.scheduler.snapshot.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Which less important pods make room for one that fits nowhere.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/">Pod Priority and
 * Preemption</a>.
 */
public sealed interface Preemption {

    String NOT_HELPFUL = "Preemption is not helpful for scheduling";

    /** Nodes that are tried at least, and this percentage of all if that is more. */
    int MIN_TRIED = 100;

    int MIN_TRIED_PERCENT = 10;

    /** These go, the most important first. */
    record Evict(String node, List<PodInfo> victims) implements Preemption {}

    /**
     * Nobody goes.
     *
     * @param settled whether there is no node for the pod, so that it does not wait for one either
     */
    record Nothing(String message, boolean settled) implements Preemption {}

    /**
     * Decides.
     *
     * @param rejections why each node, by name, does not suit the pod
     * @param random chooses where to begin, so that not always the same nodes are tried
     */
    static Preemption of(
            PodInfo pod, World world, Filters filters, Map<String, Rejection> rejections, RandomGenerator random) {
        if (pod.spec().string("preemptionPolicy").equals("Never")) {
            return new Nothing("not eligible due to preemptionPolicy=Never.", false);
        }
        if (isWaitingForVictims(pod, world, rejections)) {
            return new Nothing("not eligible due to a terminating pod on the nominated node.", false);
        }
        var possible = world.nodes().stream()
                .filter(node ->
                        rejections.getOrDefault(node.name(), Rejection.NONE).curable())
                .toList();
        var unfit = new Unfit();
        for (int i = possible.size(); i < world.nodes().size(); i++) {
            unfit.add(Rejection.lasting(NOT_HELPFUL));
        }
        List<Candidate> candidates = possible.isEmpty()
                ? List.of()
                : candidates(
                        pod,
                        possible,
                        random.nextInt(possible.size()),
                        world.nodes().size(),
                        filters,
                        world.budgets().get(),
                        unfit);
        return candidates.stream()
                .min(Candidate.PREFERENCE)
                .<Preemption>map(best -> new Evict(best.node(), best.victims()))
                .orElseGet(() -> new Nothing(unfit.message(world.nodes().size()), true));
    }

    /** Whether room is being made for the pod already. */
    private static boolean isWaitingForVictims(PodInfo pod, World world, Map<String, Rejection> rejections) {
        var nominated = world.nominations().nodeOf(pod.key());
        if (nominated.isEmpty()
                || !rejections.getOrDefault(nominated, Rejection.NONE).curable()) {
            return false;
        }
        return world.nodes().stream()
                .filter(node -> node.name().equals(nominated))
                .flatMap(node -> node.pods().values().stream())
                .anyMatch(other -> other.priority() < pod.priority() && isLeavingForAnother(other));
    }

    private static boolean isLeavingForAnother(PodInfo pod) {
        return pod.pod().isTerminating()
                && pod.pod()
                        .tree()
                        .map("status")
                        .list("conditions")
                        .maps()
                        .anyMatch(c -> c.string("type").equals("DisruptionTarget")
                                && c.string("status").equals("True")
                                && c.string("reason").equals("PreemptionByScheduler"));
    }

    /** Tries nodes until there are enough, at least one of which violates no budget. */
    private static List<Candidate> candidates(
            PodInfo pod,
            List<NodeInfo> possible,
            int first,
            int nodes,
            Filters filters,
            List<Budget> budgets,
            Unfit unfit) {
        int enough = Math.max(MIN_TRIED, nodes * MIN_TRIED_PERCENT / 100);
        var candidates = new ArrayList<Candidate>();
        boolean harmless = false;
        for (int i = 0; i < possible.size() && (!harmless || candidates.size() < enough); i++) {
            var node = possible.get((first + i) % possible.size());
            switch (DryRun.of(pod, node, filters, budgets)) {
                case DryRun.Result.Possible(var candidate) -> {
                    candidates.add(candidate);
                    harmless |= candidate.violations() == 0;
                }
                case DryRun.Result.Impossible(var why) -> unfit.add(why);
            }
        }
        return candidates;
    }
}
