package dev.jibe.scheduler.snapshot;

import dev.jibe.object.JsonMap;
import dev.jibe.object.api.v1.Pod;
import java.util.ArrayList;
import java.util.List;

/**
 * A pod, and what the scheduler computes of it once.
 *
 * @param requests what it reserves on a node
 * @param scoredCpuMillis and memory: the same, but never nothing, so that pods without requests spread too
 * @param hostPorts ports that it takes of its node
 * @param affinity its terms about other pods
 */
public record PodInfo(
        Pod pod,
        Resources requests,
        long scoredCpuMillis,
        long scoredMemoryBytes,
        List<HostPort> hostPorts,
        Affinity affinity) {

    /** What a container without a request counts as when nodes are compared: upstream's figures. */
    private static final long DEFAULT_CPU_MILLIS = 100;

    private static final long DEFAULT_MEMORY_BYTES = 200L << 20;

    /** What of a pod its own affinity terms depend on. */
    record Identity(String namespace, JsonMap labels) {}

    /** A port of a node. */
    public record HostPort(String protocol, String address, int port) {

        public boolean conflictsWith(HostPort other) {
            return port == other.port
                    && protocol.equals(other.protocol)
                    && (address.equals(other.address) || isAny() || other.isAny());
        }

        private boolean isAny() {
            return address.isEmpty() || address.equals("0.0.0.0");
        }
    }

    public static PodInfo of(Pod pod) {
        var spec = pod.tree().map("spec");
        var containers = spec.list("containers").maps().toList();
        long cpu = 0;
        long memory = 0;
        var ports = new ArrayList<HostPort>();
        for (var container : containers) {
            var requests = container.map("resources").map("requests");
            var amounts = Resources.of(requests);
            cpu += requests.has("cpu") ? amounts.cpuMillis() : DEFAULT_CPU_MILLIS;
            memory += requests.has("memory") ? amounts.memoryBytes() : DEFAULT_MEMORY_BYTES;
            container.list("ports").maps().filter(p -> p.number("hostPort") > 0).forEach(p -> ports.add(port(p)));
        }
        var identity = new Identity(pod.namespace(), pod.tree().map("metadata").map("labels"));
        var affinity = Affinity.of(spec.map("affinity"), identity);
        return new PodInfo(pod, requests(spec, containers), cpu, memory, List.copyOf(ports), affinity);
    }

    private static HostPort port(JsonMap port) {
        var protocol = port.string("protocol").isEmpty() ? "TCP" : port.string("protocol");
        return new HostPort(protocol, port.string("hostIP"), (int) port.number("hostPort"));
    }

    /**
     * Containers run together; init containers run one after the other before them, beside the sidecars started so far.
     *
     * <p>See <a href="https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/#resource-sharing-within-containers">
     * resource sharing</a>.
     */
    private static Resources requests(JsonMap spec, List<JsonMap> containers) {
        var running = Resources.NONE;
        for (var container : containers) {
            running = running.plus(requests(container));
        }
        var sidecars = Resources.NONE;
        var starting = Resources.NONE;
        for (var init : spec.list("initContainers").maps().toList()) {
            if (init.string("restartPolicy").equals("Always")) {
                sidecars = sidecars.plus(requests(init));
                starting = starting.max(sidecars);
            } else {
                starting = starting.max(sidecars.plus(requests(init)));
            }
        }
        var needed = running.plus(sidecars).max(starting);
        var podLevel = spec.map("resources").map("requests");
        needed = podLevel.isEmpty() ? needed : overridden(needed, podLevel);
        return needed.plus(Resources.of(spec.map("overhead")));
    }

    private static Resources overridden(Resources sum, JsonMap podLevel) {
        var given = Resources.of(podLevel);
        return new Resources(
                podLevel.has("cpu") ? given.cpuMillis() : sum.cpuMillis(),
                podLevel.has("memory") ? given.memoryBytes() : sum.memoryBytes(),
                sum.ephemeralBytes(),
                sum.other());
    }

    private static Resources requests(JsonMap container) {
        return Resources.of(container.map("resources").map("requests"));
    }

    public String key() {
        return pod.namespace() + "/" + pod.name();
    }

    public JsonMap spec() {
        return pod.tree().map("spec");
    }

    public JsonMap labels() {
        return pod.tree().map("metadata").map("labels");
    }

    /** When it started, as the API writes times; a pod that has not started is younger than all that have. */
    public String startTime() {
        var started = pod.tree().map("status").string("startTime");
        return started.isEmpty() ? "~" : started;
    }

    public long priority() {
        return spec().number("priority");
    }
}
