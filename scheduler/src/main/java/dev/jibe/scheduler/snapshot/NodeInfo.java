package dev.jibe.scheduler.snapshot;

import dev.jibe.object.JsonMap;
import dev.jibe.object.api.v1.Node;
import dev.jibe.object.quantity.Quantity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A node, the pods that are on it or about to be, and sums over them. Belongs to the scheduler's one thread. */
public final class NodeInfo {

    private final String name;

    /** Its position in arrays that hold something of every node. */
    final int slot;

    private Node node;
    private List<Taint> taints = List.of();
    private List<Taint> softTaints = List.of();
    private boolean cordoned;
    private JsonMap labels = JsonMap.EMPTY;
    private JsonMap allocatableTree = JsonMap.EMPTY;
    private Resources allocatable = Resources.NONE;
    private long maxPods;
    private long generation;

    private final ArrayList<Place> pods = new ArrayList<>();
    private final ArrayList<HostPort> ports = new ArrayList<>(0);
    private long usedCpuMillis;
    private long usedMemoryBytes;
    private long usedEphemeralBytes;
    private final Map<String, Long> usedOther = new HashMap<>(0);
    private long scoredCpuMillis;
    private long scoredMemoryBytes;

    NodeInfo(Node node, int slot) {
        this.name = node.name();
        this.slot = slot;
        this.node = node;
    }

    /** A node without pods, for itself alone. */
    public static NodeInfo empty(Node node) {
        var info = new NodeInfo(node, 0);
        info.set(node, 1);
        return info;
    }

    /** Takes over what is new; counts that depend on labels and taints are not its business. */
    void set(Node newer, long at) {
        node = newer;
        labels = newer.tree().map("metadata").map("labels");
        var spec = newer.tree().map("spec");
        cordoned = spec.bool("unschedulable");
        var all = Taint.of(spec.list("taints"));
        taints = all.stream().filter(taint -> !taint.isSoft()).toList();
        softTaints = all.stream().filter(Taint::isSoft).toList();
        var amounts = newer.tree().map("status").map("allocatable");
        if (!amounts.equals(allocatableTree)) {
            allocatableTree = amounts;
            allocatable = Resources.of(amounts);
            var most = amounts.string("pods");
            maxPods = most.isEmpty() ? 0 : Quantity.parse(most).value();
        }
        generation = at;
    }

    void add(Place place, long at) {
        place.atNode = pods.size();
        pods.add(place);
        ports.addAll(place.pod.hostPorts());
        sum(place.pod.template(), 1);
        generation = at;
    }

    void remove(Place place, long at) {
        var last = pods.removeLast();
        if (last != place) {
            pods.set(place.atNode, last);
            last.atNode = place.atNode;
        }
        place.pod.hostPorts().forEach(ports::remove);
        sum(place.pod.template(), -1);
        generation = at;
    }

    private void sum(Template pod, int sign) {
        var requests = pod.requests();
        usedCpuMillis += sign * requests.cpuMillis();
        usedMemoryBytes += sign * requests.memoryBytes();
        usedEphemeralBytes += sign * requests.ephemeralBytes();
        requests.other().forEach((resource, amount) -> usedOther.merge(resource, sign * amount, Long::sum));
        scoredCpuMillis += sign * pod.scoredRequests().cpuMillis();
        scoredMemoryBytes += sign * pod.scoredRequests().memoryBytes();
    }

    public String name() {
        return name;
    }

    public int slot() {
        return slot;
    }

    public Node node() {
        return node;
    }

    public JsonMap labels() {
        return labels;
    }

    /** Taints that keep pods away. */
    public List<Taint> taints() {
        return taints;
    }

    public List<Taint> softTaints() {
        return softTaints;
    }

    public boolean isCordoned() {
        return cordoned;
    }

    public Resources allocatable() {
        return allocatable;
    }

    public long maxPods() {
        return maxPods;
    }

    /** Another number after every change of the node or its pods; no two nodes ever have the same. */
    public long generation() {
        return generation;
    }

    public List<Place> pods() {
        return Collections.unmodifiableList(pods);
    }

    public int podCount() {
        return pods.size();
    }

    public List<HostPort> ports() {
        return ports;
    }

    public long usedCpuMillis() {
        return usedCpuMillis;
    }

    public long usedMemoryBytes() {
        return usedMemoryBytes;
    }

    public long usedEphemeralBytes() {
        return usedEphemeralBytes;
    }

    public long usedOther(String resource) {
        return usedOther.getOrDefault(resource, 0L);
    }

    /** The sum of the pods' requests of a resource. */
    public long used(String resource) {
        return switch (resource) {
            case "cpu" -> usedCpuMillis;
            case "memory" -> usedMemoryBytes;
            case "ephemeral-storage" -> usedEphemeralBytes;
            default -> usedOther(resource);
        };
    }

    /** What the pods count as when nodes are compared. */
    public long scored(String resource) {
        return switch (resource) {
            case "cpu" -> scoredCpuMillis;
            case "memory" -> scoredMemoryBytes;
            default -> used(resource);
        };
    }
}
