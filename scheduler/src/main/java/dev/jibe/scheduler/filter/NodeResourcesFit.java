package dev.jibe.scheduler.filter;

import dev.jibe.scheduler.snapshot.NodeInfo;
import dev.jibe.scheduler.snapshot.PodInfo;
import java.util.ArrayList;
import java.util.List;

/** Whether a node has left what a pod asks for. */
record NodeResourcesFit(PodInfo pod) implements Filter {

    @Override
    public List<String> reject(NodeInfo node) {
        var reasons = new ArrayList<String>();
        if (node.pods().size() + 1 > node.maxPods()) {
            reasons.add("Too many pods");
        }
        var asked = pod.requests();
        var has = node.allocatable();
        var used = node.used();
        check(reasons, "cpu", asked.cpuMillis(), has.cpuMillis() - used.cpuMillis());
        check(reasons, "memory", asked.memoryBytes(), has.memoryBytes() - used.memoryBytes());
        check(reasons, "ephemeral-storage", asked.ephemeralBytes(), has.ephemeralBytes() - used.ephemeralBytes());
        asked.other()
                .forEach((name, amount) -> check(
                        reasons,
                        name,
                        amount,
                        has.other().getOrDefault(name, 0L) - used.other().getOrDefault(name, 0L)));
        return reasons;
    }

    private static void check(List<String> reasons, String name, long asked, long left) {
        if (asked > 0 && asked > left) {
            reasons.add("Insufficient " + name);
        }
    }
}
