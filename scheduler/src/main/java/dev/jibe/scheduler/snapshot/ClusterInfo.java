package dev.jibe.scheduler.snapshot;

import dev.jibe.object.api.v1.Node;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** All nodes with their pods. Belongs to the scheduler's one thread. */
public final class ClusterInfo {

    private final Map<String, NodeInfo> nodes = new LinkedHashMap<>();

    /** On which node each pod is counted, by the pod's namespace and name. */
    private final Map<String, String> places = new HashMap<>();

    /** Pods on nodes that have not been seen yet. */
    private final Map<String, Map<String, PodInfo>> waiting = new HashMap<>();

    public void putNode(Node node) {
        var known = nodes.get(node.name());
        var info = known == null ? NodeInfo.of(node) : known.with(node);
        var early = waiting.remove(node.name());
        if (early != null) {
            for (var pod : early.values()) {
                info = info.plus(pod);
            }
        }
        nodes.put(node.name(), info);
    }

    public void removeNode(String name) {
        var gone = nodes.remove(name);
        if (gone != null && !gone.pods().isEmpty()) {
            waiting.put(name, new LinkedHashMap<>(gone.pods()));
        }
    }

    /** Counts a pod on a node, and no longer on another. */
    public void place(PodInfo pod, String node) {
        remove(pod.key());
        places.put(pod.key(), node);
        var info = nodes.get(node);
        if (info == null) {
            waiting.computeIfAbsent(node, ignored -> new LinkedHashMap<>()).put(pod.key(), pod);
        } else {
            nodes.put(node, info.plus(pod));
        }
    }

    public void remove(String podKey) {
        var node = places.remove(podKey);
        if (node == null) {
            return;
        }
        nodes.computeIfPresent(node, (name, info) -> info.minus(podKey));
        var early = waiting.get(node);
        if (early != null) {
            early.remove(podKey);
            if (early.isEmpty()) {
                waiting.remove(node);
            }
        }
    }

    public Collection<NodeInfo> nodes() {
        return nodes.values();
    }
}
