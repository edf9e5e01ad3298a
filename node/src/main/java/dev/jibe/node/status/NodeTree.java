package dev.jibe.node.status;

import dev.jibe.node.cri.ImageView;
import dev.jibe.node.cri.RuntimeHealth;
import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The Node object as the node agent writes it, computed from what was seen and nothing else.
 *
 * <p>See https://kubernetes.io/docs/reference/node/node-status/.
 */
public record NodeTree(Observed observed) {
    public static final String VERSION = "v1.36.3";

    private static final int IMAGES_SHOWN = 50;
    private static final long LOW_MEMORY_BYTES = 100L << 20;

    /**
     * What is true of the node.
     *
     * @param before the node's status as it is in the API, for times of transitions
     */
    public record Observed(
            String name,
            List<String> ips,
            Map<String, String> labels,
            Map<String, String> annotations,
            int cpus,
            long memoryBytes,
            long availableMemoryBytes,
            long diskBytes,
            long freeDiskBytes,
            int maxPods,
            String podCidr,
            int port,
            String runtimeVersion,
            RuntimeHealth health,
            List<ImageView> images,
            JsonMap before,
            Instant now) {}

    /** The object to be created. */
    public JsonMap object() {
        var labels = JsonMap.builder();
        usualLabels(observed.name()).forEach(labels::put);
        observed.labels().forEach(labels::put);
        JsonMap spec = observed.podCidr().isEmpty()
                ? JsonMap.EMPTY
                : JsonMap.of("podCIDR", observed.podCidr(), "podCIDRs", JsonList.of(observed.podCidr()));
        return JsonMap.of(
                "apiVersion",
                "v1",
                "kind",
                "Node",
                "metadata",
                metadata(labels.build()),
                "spec",
                spec,
                "status",
                status());
    }

    /** The labels that every node has. */
    public static Map<String, String> usualLabels(String name) {
        var labels = new TreeMap<String, String>();
        labels.put("kubernetes.io/hostname", name);
        for (String prefix : List.of("kubernetes.io", "beta.kubernetes.io")) {
            labels.put(prefix + "/os", "linux");
            labels.put(prefix + "/arch", Machine.architecture());
        }
        return labels;
    }

    private JsonMap metadata(JsonMap labels) {
        var metadata = JsonMap.of("name", observed.name(), "labels", labels);
        var annotations = annotations();
        return annotations.isEmpty() ? metadata : metadata.with("annotations", annotations);
    }

    /** The annotations that the node agent gives the node, whatever others it has. */
    JsonMap annotations() {
        var annotations = JsonMap.builder();
        observed.annotations().forEach(annotations::put);
        return annotations.build();
    }

    public JsonMap status() {
        var addresses = new ArrayList<Object>();
        observed.ips().forEach(ip -> addresses.add(JsonMap.of("type", "InternalIP", "address", ip)));
        addresses.add(JsonMap.of("type", "Hostname", "address", observed.name()));
        JsonMap capacity = JsonMap.of(
                "cpu",
                Integer.toString(observed.cpus()),
                "memory",
                observed.memoryBytes() / 1024 + "Ki",
                "pods",
                Integer.toString(observed.maxPods()),
                "ephemeral-storage",
                observed.diskBytes() / 1024 + "Ki",
                "hugepages-1Gi",
                "0",
                "hugepages-2Mi",
                "0");
        long allocatableMemory = allocatableBytes(observed.memoryBytes());
        return JsonMap.builder()
                .put("addresses", JsonList.copyOf(addresses))
                .put("capacity", capacity)
                .put("allocatable", capacity.with("memory", allocatableMemory / 1024 + "Ki"))
                .put("conditions", conditions())
                .put("daemonEndpoints", JsonMap.of("kubeletEndpoint", JsonMap.of("Port", (long) observed.port())))
                .put("nodeInfo", info())
                .put("images", images())
                .put("declaredFeatures", JsonList.of("InPlacePodLevelResourcesVerticalScaling"))
                .build();
    }

    private JsonMap info() {
        return JsonMap.builder()
                .put("machineID", Machine.text("/etc/machine-id"))
                .put("systemUUID", Machine.text("/sys/class/dmi/id/product_uuid"))
                .put("bootID", Machine.text("/proc/sys/kernel/random/boot_id"))
                .put("kernelVersion", Machine.kernel())
                .put("osImage", Machine.operatingSystem())
                .put("containerRuntimeVersion", observed.runtimeVersion())
                .put("kubeletVersion", VERSION)
                .put("kubeProxyVersion", "")
                .put("operatingSystem", "linux")
                .put("architecture", Machine.architecture())
                .build();
    }

    private JsonList images() {
        return JsonList.copyOf(observed.images().stream()
                .sorted(Comparator.comparingLong(ImageView::sizeBytes)
                        .reversed()
                        .thenComparing(ImageView::id))
                .limit(IMAGES_SHOWN)
                .map(image -> {
                    var names = new ArrayList<Object>(image.digests());
                    names.addAll(image.tags());
                    return JsonMap.of("names", JsonList.copyOf(names), "sizeBytes", image.sizeBytes());
                })
                .toList());
    }

    private JsonList conditions() {
        boolean memory = observed.availableMemoryBytes() < LOW_MEMORY_BYTES;
        boolean disk = observed.diskBytes() > 0 && observed.freeDiskBytes() < observed.diskBytes() / 20;
        boolean ready = observed.health().isReady();
        return JsonList.of(
                condition(
                        "MemoryPressure",
                        memory,
                        memory ? "KubeletHasInsufficientMemory" : "KubeletHasSufficientMemory",
                        memory
                                ? "kubelet has insufficient memory available"
                                : "kubelet has sufficient memory available"),
                condition(
                        "DiskPressure",
                        disk,
                        disk ? "KubeletHasDiskPressure" : "KubeletHasNoDiskPressure",
                        disk ? "kubelet has disk pressure" : "kubelet has no disk pressure"),
                condition("PIDPressure", false, "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
                condition(
                        "Ready",
                        ready,
                        ready ? "KubeletReady" : "KubeletNotReady",
                        ready
                                ? "kubelet is posting ready status"
                                : "container runtime is not ready: "
                                        + observed.health().message()));
    }

    private JsonMap condition(String type, boolean holds, String reason, String message) {
        String status = holds ? "True" : "False";
        String now = observed.now().truncatedTo(ChronoUnit.SECONDS).toString();
        Optional<JsonMap> old = observed.before()
                .list("conditions")
                .maps()
                .filter(condition -> condition.string("type").equals(type)
                        && condition.string("status").equals(status))
                .findFirst();
        return JsonMap.of(
                "type",
                type,
                "status",
                status,
                "reason",
                reason,
                "message",
                message,
                "lastHeartbeatTime",
                now,
                "lastTransitionTime",
                old.map(condition -> condition.string("lastTransitionTime"))
                        .filter(text -> !text.isEmpty())
                        .orElse(now));
    }

    /** What pods may have of a node's memory. */
    public static long allocatableBytes(long memoryBytes) {
        return Math.max(0, memoryBytes - LOW_MEMORY_BYTES);
    }
}
