package dev.jibe.scheduler.preemption;

import dev.jibe.scheduler.filter.Filters;
import dev.jibe.scheduler.filter.Rejection;
import dev.jibe.scheduler.snapshot.Budget;
import dev.jibe.scheduler.snapshot.NodeInfo;
import dev.jibe.scheduler.snapshot.PodInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What would be on one node if less important pods left it. */
final class DryRun {

    /** Either a candidate, or why the node is none. */
    sealed interface Result {
        record Possible(Candidate candidate) implements Result {}

        record Impossible(Rejection why) implements Result {}
    }

    private final PodInfo pod;
    private final Filters filters;
    private final NodeInfo original;
    private final List<PodInfo> victims = new ArrayList<>();
    private NodeInfo node;

    private DryRun(PodInfo pod, NodeInfo node, Filters filters) {
        this.pod = pod;
        this.filters = filters;
        this.original = node;
        this.node = node;
    }

    /** Finds the fewest and least important pods that have to leave; leaves the filters as they were. */
    static Result of(PodInfo pod, NodeInfo node, Filters filters, List<Budget> budgets) {
        var run = new DryRun(pod, node, filters);
        var result = run.result(budgets);
        node.pods().values().stream()
                .filter(other -> !run.node.pods().containsKey(other.key()))
                .forEach(other -> filters.count(other, node, 1));
        return result;
    }

    private Result result(List<Budget> budgets) {
        var possible = original.pods().values().stream()
                .filter(other -> other.priority() < pod.priority())
                .sorted(Candidate.IMPORTANCE)
                .toList();
        if (possible.isEmpty()) {
            return new Result.Impossible(Rejection.lasting("No preemption victims found for incoming pod"));
        }
        possible.forEach(this::leave);
        var why = filters.reject(node);
        if (!why.isNone()) {
            return new Result.Impossible(why);
        }
        var violating = violating(possible, budgets);
        int violations = 0;
        for (var protectedPod : violating.values()) {
            violations += reprieve(protectedPod) ? 0 : 1;
        }
        for (var other : possible) {
            if (!violating.containsKey(other.key())) {
                reprieve(other);
            }
        }
        victims.sort(Candidate.IMPORTANCE);
        return victims.isEmpty()
                ? new Result.Impossible(Rejection.lasting(Preemption.NOT_HELPFUL))
                : new Result.Possible(new Candidate(node.name(), List.copyOf(victims), violations));
    }

    private void leave(PodInfo other) {
        node = node.minus(other.key());
        filters.count(other, original, -1);
    }

    /** Lets a pod stay if there is room for both; else it is a victim. */
    private boolean reprieve(PodInfo other) {
        node = node.plus(other);
        filters.count(other, original, 1);
        if (filters.reject(node).isNone()) {
            return true;
        }
        leave(other);
        victims.add(other);
        return false;
    }

    /** The pods whose eviction a budget does not allow any more, if all go in this order. */
    private static Map<String, PodInfo> violating(List<PodInfo> pods, List<Budget> budgets) {
        var violating = new LinkedHashMap<String, PodInfo>();
        var used = new HashMap<Integer, Long>();
        for (var pod : pods) {
            for (int i = 0; i < budgets.size(); i++) {
                if (budgets.get(i).counts(pod)
                        && used.merge(i, 1L, Long::sum) > budgets.get(i).allowed()) {
                    violating.put(pod.key(), pod);
                }
            }
        }
        return violating;
    }
}
