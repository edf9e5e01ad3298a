package dev.jibe.scheduler.snapshot;

import dev.jibe.object.JsonMap;
import dev.jibe.object.api.v1.Node;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A node with the pods that are on it or about to be.
 *
 * @param pods by namespace and name
 * @param used the sum of the pods' requests
 */
public record NodeInfo(
        Node node,
        Resources allocatable,
        long maxPods,
        Map<String, PodInfo> pods,
        Resources used,
        long scoredCpuMillis,
        long scoredMemoryBytes) {

    public static NodeInfo of(Node node) {
        var allocatable = node.tree().map("status").map("allocatable");
        var pods = allocatable.string("pods");
        return new NodeInfo(
                node,
                Resources.of(allocatable),
                pods.isEmpty() ? 0 : Long.parseLong(pods),
                Map.of(),
                Resources.NONE,
                0,
                0);
    }

    public String name() {
        return node.name();
    }

    public JsonMap labels() {
        return node.tree().map("metadata").map("labels");
    }

    /** The same node after it was changed. */
    public NodeInfo with(Node changed) {
        var fresh = of(changed);
        return new NodeInfo(changed, fresh.allocatable, fresh.maxPods, pods, used, scoredCpuMillis, scoredMemoryBytes);
    }

    public NodeInfo plus(PodInfo pod) {
        var base = pods.containsKey(pod.key()) ? minus(pod.key()) : this;
        var more = new LinkedHashMap<>(base.pods);
        more.put(pod.key(), pod);
        return new NodeInfo(
                node,
                allocatable,
                maxPods,
                more,
                base.used.plus(pod.requests()),
                base.scoredCpuMillis + pod.scoredCpuMillis(),
                base.scoredMemoryBytes + pod.scoredMemoryBytes());
    }

    public NodeInfo minus(String key) {
        var gone = pods.get(key);
        if (gone == null) {
            return this;
        }
        var fewer = new LinkedHashMap<>(pods);
        fewer.remove(key);
        return new NodeInfo(
                node,
                allocatable,
                maxPods,
                fewer,
                used.minus(gone.requests()),
                scoredCpuMillis - gone.scoredCpuMillis(),
                scoredMemoryBytes - gone.scoredMemoryBytes());
    }
}
