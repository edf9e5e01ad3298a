package dev.jibe.scheduler.filter;

import dev.jibe.scheduler.config.FitStrategy;
import dev.jibe.scheduler.config.Plugin;
import dev.jibe.scheduler.snapshot.NodeInfo;
import dev.jibe.scheduler.snapshot.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Whether a node has left what a pod asks for. */
final class NodeResourcesFit {

    private NodeResourcesFit() {}

    static Rejection reject(Template pod, NodeInfo node, FitStrategy strategy, Set<String> madeUp) {
        var asked = pod.requests();
        var has = node.allocatable();
        boolean room = node.podCount() < node.maxPods()
                && fits(asked.cpuMillis(), has.cpuMillis(), node.usedCpuMillis())
                && fits(asked.memoryBytes(), has.memoryBytes(), node.usedMemoryBytes())
                && fits(asked.ephemeralBytes(), has.ephemeralBytes(), node.usedEphemeralBytes());
        return room && asked.other().isEmpty() ? Rejection.NONE : reasons(pod, node, strategy, madeUp);
    }

    private static boolean fits(long asked, long has, long used) {
        return asked <= 0 || asked <= has - used;
    }

    private static Rejection reasons(Template pod, NodeInfo node, FitStrategy strategy, Set<String> madeUp) {
        var reasons = new ArrayList<String>();
        if (node.podCount() + 1 > node.maxPods()) {
            reasons.add("Too many pods");
        }
        var asked = pod.requests();
        var has = node.allocatable();
        boolean curable = check(reasons, "cpu", asked.cpuMillis(), has.cpuMillis(), node.usedCpuMillis());
        curable &= check(reasons, "memory", asked.memoryBytes(), has.memoryBytes(), node.usedMemoryBytes());
        curable &= check(
                reasons, "ephemeral-storage", asked.ephemeralBytes(), has.ephemeralBytes(), node.usedEphemeralBytes());
        for (var entry : asked.other().entrySet()) {
            var name = entry.getKey();
            long all = has.other().getOrDefault(name, 0L);
            if (!strategy.ignores(name) && (all > 0 || !madeUp.contains(name))) {
                curable &= check(reasons, name, entry.getValue(), all, node.usedOther(name));
            }
        }
        return reasons.isEmpty()
                ? Rejection.NONE
                : new Rejection(Plugin.NODE_RESOURCES_FIT, List.copyOf(reasons), curable);
    }

    /** Notes the reason if there is one; whether the node would have enough if it were empty. */
    private static boolean check(List<String> reasons, String name, long asked, long has, long used) {
        if (!fits(asked, has, used)) {
            reasons.add("Insufficient " + name);
        }
        return asked <= 0 || asked <= has;
    }
}
