package dev.jibe.node.simulated;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.v1.Pod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/** What simulated nodes and their pods use, in the form of a node agent's {@code /stats/summary}. */
final class SimulatedUsage {

    /** What a node uses for itself. */
    private static final long NODE_NANO_CORES = 100_000_000;

    private static final long NODE_MEMORY_BYTES = 512L << 20;

    private SimulatedUsage() {}

    /** A document for each node, of the pods that run on it. */
    static List<JsonMap> summaries(
            Collection<String> nodes, Collection<Pod> pods, SimulatedNodes.Config config, Instant now) {
        var byNode = new TreeMap<String, List<Pod>>();
        nodes.forEach(node -> byNode.put(node, new ArrayList<>()));
        for (var pod : pods) {
            var onNode = byNode.get(pod.spec().nodeName());
            if (onNode != null && pod.status().phase().equals("Running")) {
                onNode.add(pod);
            }
        }
        var time = now.toString();
        return byNode.entrySet().stream()
                .map(entry -> summary(entry.getKey(), entry.getValue(), config, time))
                .toList();
    }

    private static JsonMap summary(String node, List<Pod> pods, SimulatedNodes.Config config, String time) {
        long nanoCores = NODE_NANO_CORES;
        long memory = NODE_MEMORY_BYTES;
        var documents = new ArrayList<Object>();
        for (var pod : pods) {
            var behaviour = Behaviour.of(pod, config);
            var containers = pod.spec().containers();
            nanoCores += behaviour.nanoCores() * containers.size();
            memory += behaviour.memoryBytes() * containers.size();
            documents.add(pod(pod, behaviour, time));
        }
        return JsonMap.of(
                "node", figures(nanoCores, memory, time).with("nodeName", node), "pods", JsonList.copyOf(documents));
    }

    private static JsonMap pod(Pod pod, Behaviour behaviour, String time) {
        var each = figures(behaviour.nanoCores(), behaviour.memoryBytes(), time);
        var containers = pod.spec().containers();
        return figures(behaviour.nanoCores() * containers.size(), behaviour.memoryBytes() * containers.size(), time)
                .with("podRef", JsonMap.of("name", pod.name(), "namespace", pod.namespace(), "uid", pod.uid()))
                .with(
                        "containers",
                        JsonList.copyOf(containers.stream()
                                .map(container -> each.with("name", container.name()))
                                .toList()));
    }

    private static JsonMap figures(long nanoCores, long memoryBytes, String time) {
        return JsonMap.of(
                "cpu",
                JsonMap.of("time", time, "usageNanoCores", nanoCores),
                "memory",
                JsonMap.of("time", time, "usageBytes", memoryBytes, "workingSetBytes", memoryBytes));
    }
}
