package dev.jibe.controllers.nodeipam;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Patch;
import dev.jibe.client.Resource;
import dev.jibe.client.cache.Change;
import dev.jibe.client.cache.Fence;
import dev.jibe.client.cache.Informer;
import dev.jibe.client.cache.Key;
import dev.jibe.client.events.EventRecorder;
import dev.jibe.client.queue.Controller;
import dev.jibe.client.queue.Outcome;
import dev.jibe.controllers.Surroundings;
import dev.jibe.controllers.addresses.Cidr;
import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.v1.Node;
import java.util.List;

/** The shell of the node IPAM controller; its keys are nodes. */
public final class NodeIpamController {
    private final Resource<Node> nodes;
    private final Informer<Node> nodeCache;
    private final EventRecorder events;
    private final NodePools pools;

    private NodeIpamController(Surroundings surroundings, NodeRanges ranges, String serviceRange) {
        nodes = surroundings.client().of(Node.KIND);
        nodeCache = surroundings.informer(Node.KIND);
        events = surroundings.events("cidrAllocator");
        pools = new NodePools(ranges, serviceRange, new IpamMetrics(surroundings.metrics()));
    }

    /** Gives no node addresses of services, though these may lie in the cluster's range. */
    public static Controller start(Surroundings surroundings, NodeRanges ranges, String serviceRange) {
        var shell = new NodeIpamController(surroundings, ranges, serviceRange);
        // Before the first node is given anything it is known what all others have.
        shell.nodeCache.onChange(shell::see);
        return surroundings.running(surroundings
                .controller("cidrallocator_node")
                .mapped(shell.nodeCache, node -> node.spec().hasPodCIDR() ? List.of() : List.of(Key.of(node)))
                .start(shell::reconcile));
    }

    private void see(Change<Node> change) {
        switch (change) {
            case Change.Added<Node>(Node node) -> pools.occupy(node);
            case Change.Updated<Node>(Node before, Node node) -> {
                if (!before.spec().podCIDRs().equals(node.spec().podCIDRs())) {
                    pools.occupy(node);
                }
            }
            case Change.Deleted<Node>(Node node) -> pools.release(node);
        }
    }

    private Outcome reconcile(Key key, Fence fence) {
        var found = nodeCache.cache().get(key).filter(node -> !node.spec().hasPodCIDR());
        if (found.isEmpty()) {
            return Outcome.DONE;
        }
        var node = found.get();
        var given = pools.take();
        if (given.isEmpty()) {
            tell(node, "CIDRNotAvailable");
            return Outcome.retry(new IllegalStateException("no range of addresses is left for node " + node.name()));
        }
        try {
            give(node, given.get(), fence);
            return Outcome.DONE;
        } catch (ApiFailure failure) {
            if (!failure.isUnreachable()) {
                pools.release(given.get()); // else it may have been written all the same
            }
            if (failure.isNotFound() || failure.isConflict()) {
                return Outcome.DONE;
            }
            tell(node, "CIDRAssignmentFailed");
            throw failure;
        }
    }

    private void give(Node node, List<Cidr> ranges, Fence fence) {
        var texts = ranges.stream().map(Cidr::toString).toList();
        var spec = JsonMap.of("podCIDR", texts.getFirst(), "podCIDRs", JsonList.copyOf(texts));
        var metadata = JsonMap.of("uid", node.uid());
        var patch = new Patch.Merge(JsonMap.of("metadata", metadata, "spec", spec));
        fence.wrote(nodeCache, nodes.patch("", node.name(), patch));
    }

    private void tell(Node node, String status) {
        events.normal(node, status, "Node " + node.name() + " status is now: " + status);
    }
}
