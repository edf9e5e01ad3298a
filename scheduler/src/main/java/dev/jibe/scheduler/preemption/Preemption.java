package dev.jibe.scheduler.preemption;

import dev.jibe.scheduler.SchedulerException;
import dev.jibe.scheduler.config.Plugin;
import dev.jibe.scheduler.config.Profile;
import dev.jibe.scheduler.extender.Extenders;
import dev.jibe.scheduler.extender.Victims;
import dev.jibe.scheduler.filter.Filters;
import dev.jibe.scheduler.filter.Rejection;
import dev.jibe.scheduler.filter.Unfit;
import dev.jibe.scheduler.snapshot.NodeInfo;
import dev.jibe.scheduler.snapshot.Place;
import dev.jibe.scheduler.snapshot.PodInfo;
import dev.jibe.scheduler.snapshot.World;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Which less important pods make room for one that fits nowhere.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/">Pod Priority and
 * Preemption</a>.
 */
public sealed interface Preemption {

    String NOT_HELPFUL = "Preemption is not helpful for scheduling";

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
     * @param possible nodes that would suit the pod if others left them, as far as is known
     * @param tries how many nodes are tried at least
     * @param extenders may leave candidates out, or choose other victims
     * @param random chooses where to begin, so that not always the same nodes are tried
     */
    static Preemption of(
            PodInfo pod,
            World world,
            Filters filters,
            List<NodeInfo> possible,
            Profile.Candidates tries,
            RandomGenerator random,
            Extenders extenders) {
        if (pod.spec().string("preemptionPolicy").equals("Never")) {
            return new Nothing("not eligible due to preemptionPolicy=Never.", false);
        }
        if (isWaitingForVictims(pod, world, possible)) {
            return new Nothing("not eligible due to a terminating pod on the nominated node.", false);
        }
        int nodes = world.cluster().nodeCount();
        var unfit = new Unfit();
        unfit.add(Rejection.lasting(Plugin.DEFAULT_PREEMPTION, NOT_HELPFUL), nodes - possible.size());
        var candidates = possible.isEmpty()
                ? List.<Candidate>of()
                : candidates(pod, possible, random.nextInt(possible.size()), world, filters, tries, unfit);
        if (candidates.isEmpty()) {
            return new Nothing(unfit.message(nodes), true);
        }
        try {
            return agreed(pod, world, candidates, extenders).stream()
                    .min(Candidate.PREFERENCE)
                    .<Preemption>map(best -> new Evict(best.node(), best.victims()))
                    .orElseGet(() -> new Nothing("no candidate node for preemption", true));
        } catch (SchedulerException failure) {
            return new Nothing(String.valueOf(failure.getMessage()), false);
        }
    }

    /** What extenders leave of the candidates. */
    private static List<Candidate> agreed(PodInfo pod, World world, List<Candidate> candidates, Extenders extenders) {
        if (extenders.isEmpty()) {
            return candidates;
        }
        var possible = new TreeMap<String, Victims>();
        candidates.forEach(each -> possible.put(each.node(), new Victims(each.victims(), each.violations())));
        return extenders.preempt(pod, possible, world.cluster()::node).entrySet().stream()
                .map(entry -> new Candidate(
                        entry.getKey(),
                        entry.getValue().pods(),
                        entry.getValue().violations()))
                .toList();
    }

    /** Whether room is being made for the pod already. */
    private static boolean isWaitingForVictims(PodInfo pod, World world, List<NodeInfo> possible) {
        var nominated = world.nominations().nodeOf(pod.key());
        return !nominated.isEmpty()
                && possible.stream()
                        .filter(node -> node.name().equals(nominated))
                        .flatMap(node -> node.pods().stream())
                        .map(Place::pod)
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
            World world,
            Filters filters,
            Profile.Candidates tries,
            Unfit unfit) {
        int enough = Math.max(tries.min(), world.cluster().nodeCount() * tries.minPercent() / 100);
        var budgets = world.budgets().get();
        var candidates = new ArrayList<Candidate>();
        boolean harmless = false;
        for (int i = 0; i < possible.size() && (!harmless || candidates.size() < enough); i++) {
            var node = possible.get((first + i) % possible.size());
            switch (DryRun.of(pod, node, world.cluster(), filters, budgets)) {
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
