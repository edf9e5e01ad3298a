package dev.jibe.scheduler.snapshot;

import dev.jibe.object.api.v1.Pod;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which pods without a node are expected on which, because others made room for them. Belongs to the scheduler's one
 * thread.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/#user-exposed-information">
 * nominated node name</a>.
 */
public final class Nominations {

    private final Map<String, String> nodes = new HashMap<>();
    private final Map<String, Map<String, PodInfo>> byNode = new HashMap<>();

    /** Takes over what the pod's status says; what was decided here and is not written there yet stays. */
    public void hear(PodInfo pod) {
        var written = written(pod.pod());
        var known = nodes.get(pod.key());
        if (!written.isEmpty()) {
            put(pod, written);
        } else if (known != null) {
            var before = byNode.getOrDefault(known, Map.of()).get(pod.key());
            boolean withdrawn = before != null
                    && (!written(before.pod()).isEmpty()
                            || !before.pod().uid().equals(pod.pod().uid()));
            if (withdrawn) {
                remove(pod.key());
            } else {
                put(pod, known);
            }
        }
    }

    private static String written(Pod pod) {
        return pod.tree().map("status").string("nominatedNodeName");
    }

    public void put(PodInfo pod, String node) {
        remove(pod.key());
        nodes.put(pod.key(), node);
        byNode.computeIfAbsent(node, ignored -> new LinkedHashMap<>()).put(pod.key(), pod);
    }

    public void remove(String podKey) {
        var node = nodes.remove(podKey);
        if (node != null) {
            var there = byNode.getOrDefault(node, Map.of());
            there.remove(podKey);
            if (there.isEmpty()) {
                byNode.remove(node);
            }
        }
    }

    public boolean isEmpty() {
        return nodes.isEmpty();
    }

    /** The pods that are expected on a node. */
    public Collection<PodInfo> on(String node) {
        var there = byNode.get(node);
        return there == null ? List.of() : there.values();
    }

    /** The node on which a pod is expected, or an empty name. */
    public String nodeOf(String podKey) {
        return nodes.getOrDefault(podKey, "");
    }
}
