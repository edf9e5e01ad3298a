package dev.jibe.scheduler.filter;

import dev.jibe.scheduler.snapshot.NodeInfo;
import dev.jibe.scheduler.snapshot.PodInfo;
import java.util.ArrayList;
import java.util.List;

/** Whether a node has left what a pod asks for. */
record NodeResourcesFit(PodInfo pod) implements Filter {

    @Override
    public Rejection reject(NodeInfo node) {
        var reasons = new ArrayList<String>();
        if (node.pods().size() + 1 > node.maxPods()) {
            reasons.add("Too many pods");
        }
        var asked = pod.requests();
        var has = node.allocatable();
        var used = node.used();
        boolean curable = check(reasons, "cpu", asked.cpuMillis(), has.cpuMillis(), used.cpuMillis());
        curable &= check(reasons, "memory", asked.memoryBytes(), has.memoryBytes(), used.memoryBytes());
        curable &= check(
                reasons, "ephemeral-storage", asked.ephemeralBytes(), has.ephemeralBytes(), used.ephemeralBytes());
        for (var entry : asked.other().entrySet()) {
            var name = entry.getKey();
            long all = has.other().getOrDefault(name, 0L);
            curable &= check(reasons, name, entry.getValue(), all, used.other().getOrDefault(name, 0L));
        }
        return reasons.isEmpty() ? Rejection.NONE : new Rejection(List.copyOf(reasons), curable);
    }

    /** Whether the node would have enough if it were empty. */
    private static boolean check(List<String> reasons, String name, long asked, long has, long used) {
        if (asked > 0 && asked > has - used) {
            reasons.add("Insufficient " + name);
        }
        return asked <= 0 || asked <= has;
    }
}
