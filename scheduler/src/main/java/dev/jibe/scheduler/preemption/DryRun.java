package dev.jibe.scheduler.preemption;

import dev.jibe.scheduler.config.Plugin;
import dev.jibe.scheduler.filter.Filters;
import dev.jibe.scheduler.filter.Rejection;
import dev.jibe.scheduler.snapshot.Budget;
import dev.jibe.scheduler.snapshot.ClusterInfo;
import dev.jibe.scheduler.snapshot.NodeInfo;
import dev.jibe.scheduler.snapshot.Place;
import dev.jibe.scheduler.snapshot.PodInfo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What would be on one node if less important pods left it. */
final class DryRun {

    /** Either a candidate, or why the node is none. */
    sealed interface Result {
        record Possible(Candidate candidate) implements Result {}

        record Impossible(Rejection why) implements Result {}
    }

    private final ClusterInfo cluster;
    private final Filters filters;
    private final NodeInfo node;
    private final List<Place> victims = new ArrayList<>();

    private DryRun(NodeInfo node, ClusterInfo cluster, Filters filters) {
        this.cluster = cluster;
        this.filters = filters;
        this.node = node;
    }

    /** Finds the fewest and least important pods that have to leave; leaves the cluster as it was. */
    static Result of(PodInfo pod, NodeInfo node, ClusterInfo cluster, Filters filters, List<Budget> budgets) {
        var possible = node.pods().stream()
                .filter(other -> other.pod().priority() < pod.priority())
                .sorted(Comparator.comparing(Place::pod, Candidate.IMPORTANCE))
                .toList();
        if (possible.isEmpty()) {
            return new Result.Impossible(
                    Rejection.lasting(Plugin.DEFAULT_PREEMPTION, "No preemption victims found for incoming pod"));
        }
        var run = new DryRun(node, cluster, filters);
        possible.forEach(cluster::leave);
        filters.refresh();
        var why = filters.reject(node);
        if (!why.isNone()) {
            possible.forEach(other -> cluster.comeBack(other, node));
            filters.refresh();
            return new Result.Impossible(why);
        }
        var result = run.result(possible, budgets);
        run.victims.forEach(other -> cluster.comeBack(other, node));
        filters.refresh();
        return result;
    }

    private Result result(List<Place> possible, List<Budget> budgets) {
        var violating = violating(possible, budgets);
        int violations = 0;
        for (var protectedPod : violating) {
            violations += reprieve(protectedPod) ? 0 : 1;
        }
        for (var other : possible) {
            if (!violating.contains(other)) {
                reprieve(other);
            }
        }
        var going =
                victims.stream().map(Place::pod).sorted(Candidate.IMPORTANCE).toList();
        return going.isEmpty()
                ? new Result.Impossible(Rejection.lasting(Plugin.DEFAULT_PREEMPTION, Preemption.NOT_HELPFUL))
                : new Result.Possible(new Candidate(node.name(), going, violations));
    }

    /** Lets a pod stay if there is room for both; else it is a victim. */
    private boolean reprieve(Place other) {
        cluster.comeBack(other, node);
        filters.refresh();
        if (filters.reject(node).isNone()) {
            return true;
        }
        cluster.leave(other);
        victims.add(other);
        return false;
    }

    /** The pods whose eviction a budget does not allow any more, if all go in this order. */
    private static Set<Place> violating(List<Place> places, List<Budget> budgets) {
        var violating = new LinkedHashSet<Place>();
        var used = new HashMap<Integer, Long>();
        for (var place : places) {
            for (int i = 0; i < budgets.size(); i++) {
                if (budgets.get(i).counts(place.pod())
                        && used.merge(i, 1L, Long::sum) > budgets.get(i).allowed()) {
                    violating.add(place);
                }
            }
        }
        return violating;
    }
}
