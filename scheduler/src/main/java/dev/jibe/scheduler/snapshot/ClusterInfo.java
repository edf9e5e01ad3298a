package dev.jibe.scheduler.snapshot;

import dev.jibe.object.JsonMap;
import dev.jibe.object.api.v1.Node;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** All nodes with their pods, and all sums over them. Belongs to the scheduler's one thread. */
public final class ClusterInfo {

    private static final String ZONE = "topology.kubernetes.io/zone";
    private static final String REGION = "topology.kubernetes.io/region";

    private final Map<String, NodeInfo> nodes = new LinkedHashMap<>();
    private final Tallies tallies;
    private final Images images = new Images();
    private final Deque<Integer> freeSlots = new ArrayDeque<>();
    private int slots;
    private long changes;

    /** Where each pod is counted, by the pod's namespace and name. */
    private final Map<String, Place> places = new HashMap<>();

    /** Pods on nodes that have not been seen yet. */
    private final Map<String, List<Place>> waiting = new HashMap<>();

    /** How many pods on nodes have a claim, by its namespace and name. */
    private final Map<String, Integer> claims = new HashMap<>();

    private NodeInfo @Nullable [] ordered;

    /** Namespaces' labels are asked for by name. */
    public ClusterInfo(Function<String, JsonMap> namespaceLabels) {
        this.tallies = new Tallies(nodes.values(), namespaceLabels);
    }

    public Tallies tallies() {
        return tallies;
    }

    public Images images() {
        return images;
    }

    /** To be called when labels of a namespace are not what they were; true if that matters to any pod. */
    public boolean namespacesChanged() {
        boolean matters = tallies.asksNamespaces();
        if (matters) {
            tallies.forget();
        }
        return matters;
    }

    public void putNode(Node node) {
        var known = nodes.get(node.name());
        if (known == null) {
            addNode(node);
            return;
        }
        images.replace(known.node(), node);
        if (isCountedAlike(known.node(), node)) {
            known.set(node, ++changes);
            return;
        }
        known.pods().forEach(place -> tallies.remove(place, known));
        tallies.remove(known);
        known.set(node, ++changes);
        ordered = null;
        tallies.put(known);
        known.pods().forEach(place -> tallies.add(place, known));
    }

    /** Whether all sums stay the same. */
    private static boolean isCountedAlike(Node before, Node now) {
        return before.tree()
                        .map("metadata")
                        .map("labels")
                        .equals(now.tree().map("metadata").map("labels"))
                && before.tree()
                        .map("spec")
                        .list("taints")
                        .equals(now.tree().map("spec").list("taints"));
    }

    private void addNode(Node node) {
        var info = new NodeInfo(node, freeSlots.isEmpty() ? slots++ : freeSlots.pop());
        info.set(node, ++changes);
        nodes.put(node.name(), info);
        ordered = null;
        images.add(node);
        tallies.put(info);
        var early = waiting.remove(node.name());
        if (early != null) {
            early.forEach(place -> attach(place, info));
        }
    }

    public void removeNode(String name) {
        var gone = nodes.get(name);
        if (gone == null) {
            return;
        }
        var left = List.copyOf(gone.pods());
        left.forEach(this::detach);
        tallies.remove(gone);
        images.remove(gone.node());
        nodes.remove(name);
        ordered = null;
        freeSlots.push(gone.slot);
        if (!left.isEmpty()) {
            waiting.put(name, new ArrayList<>(left));
        }
    }

    private void attach(Place place, NodeInfo node) {
        place.node = node;
        count(place.pod, 1);
        node.add(place, ++changes);
        tallies.add(place, node);
    }

    private void detach(Place place) {
        var node = place.node;
        if (node != null) {
            count(place.pod, -1);
            tallies.remove(place, node);
            node.remove(place, ++changes);
            place.node = null;
        }
    }

    private void count(PodInfo pod, int sign) {
        for (var volume : pod.volumes()) {
            var name = volume.has("ephemeral")
                    ? pod.pod().name() + "-" + volume.string("name")
                    : volume.map("persistentVolumeClaim").string("claimName");
            if (!name.isEmpty()) {
                claims.merge(pod.pod().namespace() + "/" + name, sign, (a, b) -> a + b == 0 ? null : a + b);
            }
        }
    }

    /** How many pods on nodes have the claim of this namespace and name. */
    public int podsWithClaim(String key) {
        return claims.getOrDefault(key, 0);
    }

    /** Counts a pod on a node, and no longer on another. */
    public void place(PodInfo pod, String node) {
        var known = places.get(pod.key());
        if (known != null
                && known.pod.template() == pod.template()
                && known.pod.isTerminating() == pod.isTerminating()
                && known.nodeName.equals(node)) {
            known.pod = pod;
            return;
        }
        remove(pod.key());
        var place = new Place(pod, node);
        places.put(pod.key(), place);
        var info = nodes.get(node);
        if (info == null) {
            waiting.computeIfAbsent(node, ignored -> new ArrayList<>()).add(place);
        } else {
            attach(place, info);
        }
    }

    public void remove(String podKey) {
        var place = places.remove(podKey);
        if (place == null) {
            return;
        }
        if (place.node != null) {
            detach(place);
            return;
        }
        var early = waiting.get(place.nodeName);
        if (early != null && early.remove(place) && early.isEmpty()) {
            waiting.remove(place.nodeName);
        }
    }

    /** What is known of a pod that is counted somewhere. */
    public @Nullable PodInfo pod(String key) {
        var place = places.get(key);
        return place == null ? null : place.pod;
    }

    /** The node on which a pod is counted, if it is known. */
    public @Nullable NodeInfo nodeOf(String podKey) {
        var place = places.get(podKey);
        return place == null ? null : place.node;
    }

    /** Supposes that a pod is on a node, until it is {@link #leave}d. */
    public Place suppose(PodInfo pod, NodeInfo node) {
        var place = new Place(pod, node.name());
        attach(place, node);
        return place;
    }

    /** Supposes that a pod leaves its node. */
    public void leave(Place place) {
        detach(place);
    }

    /** Supposes that a pod is back on the node that it left. */
    public void comeBack(Place place, NodeInfo node) {
        attach(place, node);
    }

    public @Nullable NodeInfo node(String name) {
        return nodes.get(name);
    }

    public int nodeCount() {
        return nodes.size();
    }

    /** Pods that have a node. */
    public int podCount() {
        return places.size();
    }

    /** An upper bound of the nodes' slots. */
    public int slots() {
        return slots;
    }

    /** The nodes in the order in which they are tried: zones take turns, so that few nodes stand for all zones. */
    public NodeInfo[] ordered() {
        var known = ordered;
        if (known == null) {
            known = takingTurns();
            ordered = known;
        }
        return known;
    }

    private NodeInfo[] takingTurns() {
        var zones = new LinkedHashMap<String, List<NodeInfo>>();
        for (var node : nodes.values()) {
            var zone = node.labels().string(REGION) + "\0" + node.labels().string(ZONE);
            zones.computeIfAbsent(zone, ignored -> new ArrayList<>()).add(node);
        }
        var all = new NodeInfo[nodes.size()];
        int next = 0;
        for (int round = 0; next < all.length; round++) {
            for (var zone : zones.values()) {
                if (round < zone.size()) {
                    all[next++] = zone.get(round);
                }
            }
        }
        return all;
    }

    public Collection<NodeInfo> nodes() {
        return nodes.values();
    }
}
