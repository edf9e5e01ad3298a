package dev.jibe.controllers.nodelifecycle;

import dev.jibe.object.api.v1.Node;
import dev.jibe.object.api.v1.NodeCondition;
import dev.jibe.object.api.v1.Taint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The taints that a node's conditions and its spec call for. */
final class Taints {
    static final String NO_SCHEDULE = "NoSchedule";
    static final String NO_EXECUTE = "NoExecute";

    private static final String NOT_READY = "node.kubernetes.io/not-ready";
    private static final String UNREACHABLE = "node.kubernetes.io/unreachable";
    private static final String UNSCHEDULABLE = "node.kubernetes.io/unschedulable";

    /** Taints by the condition that, being true, calls for them. */
    private static final Map<String, String> BY_PRESSURE = Map.of(
            "MemoryPressure", "node.kubernetes.io/memory-pressure",
            "DiskPressure", "node.kubernetes.io/disk-pressure",
            "PIDPressure", "node.kubernetes.io/pid-pressure",
            "NetworkUnavailable", "node.kubernetes.io/network-unavailable");

    /** What makes two taints the same. */
    private record Id(String key, String effect) {
        static Id of(Taint taint) {
            return new Id(taint.key(), taint.effect());
        }
    }

    private Taints() {}

    /** The node's taints as they should be: others' as they are, ours as the conditions say. */
    static List<Taint> wanted(Node node, List<NodeCondition> conditions, Instant now) {
        var ready = conditions.stream()
                .filter(condition -> condition.type().equals("Ready"))
                .findFirst();
        var ids = ids(node, conditions, ready);
        var wanted = new ArrayList<Taint>();
        for (var taint : node.spec().taints()) {
            if (ids.contains(Id.of(taint)) || !isOurs(taint, ready)) {
                wanted.add(taint);
            }
        }
        for (var id : ids) {
            if (wanted.stream().noneMatch(taint -> Id.of(taint).equals(id))) {
                wanted.add(Taint.EMPTY.withKey(id.key()).withEffect(id.effect()).withTimeAdded(now));
            }
        }
        return wanted;
    }

    private static List<Id> ids(Node node, List<NodeCondition> conditions, Optional<NodeCondition> ready) {
        var ids = new ArrayList<Id>();
        switch (ready.map(NodeCondition::status).orElse("")) {
            case "False" -> {
                ids.add(new Id(NOT_READY, NO_SCHEDULE));
                ids.add(new Id(NOT_READY, NO_EXECUTE));
            }
            case "Unknown" -> {
                ids.add(new Id(UNREACHABLE, NO_SCHEDULE));
                ids.add(new Id(UNREACHABLE, NO_EXECUTE));
            }
            default -> {} // ready, or not heard of yet
        }
        for (var condition : conditions) {
            var key = BY_PRESSURE.getOrDefault(condition.type(), "");
            if (!key.isEmpty() && condition.status().equals("True")) {
                ids.add(new Id(key, NO_SCHEDULE));
            }
        }
        if (node.spec().unschedulable()) {
            ids.add(new Id(UNSCHEDULABLE, NO_SCHEDULE));
        }
        return ids;
    }

    /** Whether the taint is ours to remove. Before the node has said anything its first not-ready taint stays. */
    private static boolean isOurs(Taint taint, Optional<NodeCondition> ready) {
        boolean isOfReadiness = Set.of(NOT_READY, UNREACHABLE).contains(taint.key());
        if (isOfReadiness) {
            return ready.isPresent();
        }
        return taint.effect().equals(NO_SCHEDULE)
                && (BY_PRESSURE.containsValue(taint.key()) || taint.key().equals(UNSCHEDULABLE));
    }
}
