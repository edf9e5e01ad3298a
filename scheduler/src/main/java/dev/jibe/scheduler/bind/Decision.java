package dev.jibe.scheduler.bind;

import dev.jibe.scheduler.filter.Filters;
import dev.jibe.scheduler.filter.Rejection;
import dev.jibe.scheduler.filter.Unfit;
import dev.jibe.scheduler.preemption.Preemption;
import dev.jibe.scheduler.score.Scores;
import dev.jibe.scheduler.snapshot.NodeInfo;
import dev.jibe.scheduler.snapshot.PodInfo;
import dev.jibe.scheduler.snapshot.World;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.random.RandomGenerator;

/** Where one pod goes, decided from the nodes as they are known and nothing else. */
public sealed interface Decision {

    /** This node suits it best. */
    record Bind(String node) implements Decision {}

    /**
     * No node will do; the message is upstream's.
     *
     * @param settled whether the pod waits for no particular node any more
     */
    record Unschedulable(String message, boolean settled) implements Decision {}

    /** No node will do until these pods have left this one. */
    record Preempt(String node, List<PodInfo> victims, String message) implements Decision {}

    /**
     * Decides.
     *
     * @param random chooses among equally good nodes
     */
    static Decision of(PodInfo pod, World world, RandomGenerator random) {
        var nodes = world.nodes();
        if (nodes.isEmpty()) {
            return new Unschedulable("no nodes available to schedule pods", false);
        }
        var filters = Filters.of(pod, world);
        if (filters.refusal().isPresent()) {
            // What upstream says where claims to resources were not looked at either.
            var why = "0/" + nodes.size() + " nodes are available: "
                    + filters.refusal().get() + ". not found";
            return new Unschedulable(why, false);
        }
        var nominated = world.nominations().nodeOf(pod.key());
        var candidates = new ArrayList<NodeInfo>();
        var rejections = new HashMap<String, Rejection>();
        var unfit = new Unfit();
        for (var node : nodes) {
            var why = filters.reject(node);
            if (!why.isNone()) {
                rejections.put(node.name(), why);
                unfit.add(why);
            } else if (node.name().equals(nominated)) {
                return new Bind(nominated);
            } else {
                candidates.add(node);
            }
        }
        if (!candidates.isEmpty()) {
            return new Bind(best(pod, candidates, world, random));
        }
        var message = unfit.message(nodes.size());
        return switch (Preemption.of(pod, world, filters, rejections, random)) {
            case Preemption.Evict(var node, var victims) -> new Preempt(node, victims, message);
            // Resource claims are asked first whether they can be freed; no pod of this scheduler has any.
            case Preemption.Nothing(var why, var settled) ->
                new Unschedulable(message + " no new claims to deallocate, preemption: " + why, settled);
        };
    }

    private static String best(PodInfo pod, List<NodeInfo> candidates, World world, RandomGenerator random) {
        if (candidates.size() == 1) {
            return candidates.getFirst().name();
        }
        var scores = Scores.of(pod, candidates, world);
        int best = 0;
        int equals = 1;
        for (int i = 1; i < scores.length; i++) {
            if (scores[i] > scores[best]) {
                best = i;
                equals = 1;
            } else if (scores[i] == scores[best] && random.nextInt(++equals) == 0) {
                best = i;
            }
        }
        return candidates.get(best).name();
    }
}
