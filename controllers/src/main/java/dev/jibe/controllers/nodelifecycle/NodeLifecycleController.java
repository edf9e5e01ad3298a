package dev.jibe.controllers.nodelifecycle;

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
import dev.jibe.controllers.nodelifecycle.Action.EvictPod;
import dev.jibe.controllers.nodelifecycle.Action.MarkPodNotReady;
import dev.jibe.controllers.nodelifecycle.Action.SetConditions;
import dev.jibe.controllers.nodelifecycle.Action.SetLabels;
import dev.jibe.controllers.nodelifecycle.Action.SetTaints;
import dev.jibe.controllers.pods.PodEviction;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.coordination.v1.Lease;
import dev.jibe.object.api.v1.Node;
import dev.jibe.object.api.v1.NodeCondition;
import dev.jibe.object.api.v1.NodeSpec;
import dev.jibe.object.api.v1.NodeStatus;
import dev.jibe.object.api.v1.ObjectReference;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.api.v1.Taint;
import dev.jibe.runtime.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The shell of the node lifecycle controller; its keys are nodes. */
public final class NodeLifecycleController {
    private static final String LEASES = "kube-node-lease";
    private static final String BY_NODE = "node";

    private final Resource<Node> nodes;
    private final PodEviction eviction;
    private final Informer<Node> nodeCache;
    private final Informer<Pod> podCache;
    private final Informer<Lease> leaseCache;
    private final EventRecorder events;
    private final EventRecorder evictions;

    /** The pods that have to leave later, by node and uid. */
    private final Map<String, Map<String, NodePlan.Leaving>> leaving = new ConcurrentHashMap<>();

    private final Clock clock;
    private final NodeMetrics metrics;
    private final Sightings sightings = new Sightings();

    private NodeLifecycleController(Surroundings surroundings) {
        nodes = surroundings.client().of(Node.KIND);
        eviction = new PodEviction(surroundings);
        nodeCache = surroundings.informer(Node.KIND);
        podCache = surroundings.informer(Pod.KIND);
        leaseCache = surroundings.informer(Lease.KIND);
        events = surroundings.events("node-controller");
        evictions = surroundings.events("taint-eviction-controller");
        clock = surroundings.clock();
        metrics = new NodeMetrics(surroundings.metrics(), nodeCache.cache());
        podCache.addIndex(BY_NODE, NodeLifecycleController::nodeOf);
        nodeCache.onChange(this::notice);
    }

    public static Controller start(Surroundings surroundings) {
        var shell = new NodeLifecycleController(surroundings);
        return surroundings.running(surroundings
                .controller("node_lifecycle")
                .on(shell.nodeCache)
                .mapped(shell.leaseCache, NodeLifecycleController::keyOf)
                .mapped(shell.podCache, shell::keyOfTainted)
                .start(shell::reconcile));
    }

    private void notice(Change<Node> change) {
        if (change instanceof Change.Added<Node>(Node node)) {
            tell(node, "RegisteredNode", "Registered Node " + node.name() + " in Controller");
        }
        if (change instanceof Change.Deleted<Node>(Node last)) {
            sightings.forget(last.uid());
            tell(last, "RemovingNode", "Removing Node " + last.name() + " from Controller");
        }
    }

    private void tell(Node node, String reason, String what) {
        events.normal(node, reason, "Node " + node.name() + " event: " + what);
    }

    private static List<String> nodeOf(Pod pod) {
        return pod.spec().hasNodeName() ? List.of(pod.spec().nodeName()) : List.of();
    }

    private static List<Key> keyOf(Lease lease) {
        return lease.namespace().equals(LEASES) ? List.of(Key.cluster(lease.name())) : List.of();
    }

    /** A pod matters to its node's keeper only if the node has taints that can evict it. */
    private List<Key> keyOfTainted(Pod pod) {
        return nodeCache
                .cache()
                .get("", pod.spec().nodeName())
                .filter(node -> node.spec().taints().stream()
                        .anyMatch(taint -> taint.effect().equals(Taints.NO_EXECUTE)))
                .map(node -> List.of(Key.of(node)))
                .orElse(List.of());
    }

    private Outcome reconcile(Key key, Fence fence) {
        var found = nodeCache.cache().get(key);
        if (found.isEmpty()) {
            leaving.remove(key.name());
            return Outcome.DONE;
        }
        var node = found.get();
        var now = clock.now();
        long begun = clock.nanoTime();
        sightings.see(node, leaseCache.cache().get(LEASES, node.name()), now, begun);
        var plan = NodePlan.of(new NodePlan.Observed(
                node,
                sightings.silence(node, begun),
                sightings.taintsSeenAt(node),
                podCache.cache().byIndex(BY_NODE, node.name()),
                now));
        metrics.looked(Duration.ofNanos(clock.nanoTime() - begun));
        for (var action : plan.actions()) {
            apply(action, node, fence);
            if (action instanceof SetConditions || action instanceof SetLabels) {
                return Outcome.again(Duration.ZERO); // the rest of the plan is for the version before this write
            }
        }
        var before = Optional.ofNullable(
                plan.leaving().isEmpty() ? leaving.remove(node.name()) : leaving.put(node.name(), plan.leaving()));
        plan.cancelled(before.orElse(Map.of()), now)
                .forEach(it -> tellOfEviction(it.namespace(), it.name(), "Cancelling deletion of Pod "));
        return plan.recheck().map(Outcome::again).orElse(Outcome.DONE);
    }

    private void tellOfEviction(String namespace, String name, String what) {
        var pod = ObjectReference.EMPTY
                .withApiVersion("v1")
                .withKind("Pod")
                .withNamespace(namespace)
                .withName(name);
        evictions.record(pod, EventRecorder.NORMAL, "TaintManagerEviction", what + namespace + "/" + name);
    }

    private void apply(Action action, Node node, Fence fence) {
        switch (action) {
            case SetConditions(List<NodeCondition> conditions) -> {
                var status = NodeStatus.EMPTY.withConditions(conditions);
                var patch = JsonMap.of("metadata", JsonMap.of("uid", node.uid()), "status", status.tree());
                fence.wrote(nodeCache, nodes.patchStatus("", node.name(), new Patch.Strategic(patch)));
                events.normal(node, "NodeNotReady", "Node " + node.name() + " status is now: NodeNotReady");
            }
            case SetTaints(List<Taint> taints) -> {
                var spec = NodeSpec.EMPTY.withTaints(taints);
                var metadata = JsonMap.of("uid", node.uid(), "resourceVersion", node.resourceVersion());
                var patch = new Patch.Merge(JsonMap.of("metadata", metadata, "spec", spec.tree()));
                fence.wrote(nodeCache, nodes.patch("", node.name(), patch));
                if (isEvicted(taints) && !isEvicted(node.spec().taints())) {
                    metrics.evicting(node);
                }
            }
            case SetLabels(Map<String, String> labels) -> {
                var added = JsonMap.builder();
                labels.forEach(added::put);
                var metadata = JsonMap.of("uid", node.uid(), "labels", added.build());
                var patch = new Patch.Merge(JsonMap.of("metadata", metadata));
                fence.wrote(nodeCache, nodes.patch("", node.name(), patch));
            }
            case MarkPodNotReady(String namespace, String name, String uid) -> {
                eviction.condition(namespace, name, uid, "Ready", "NodeNotReady", "", "False", fence);
                podCache.cache()
                        .get(namespace, name)
                        .ifPresent(pod -> events.warning(pod, "NodeNotReady", "Node is not ready"));
            }
            case EvictPod(String namespace, String name, String uid) -> {
                evict(namespace, name, uid, fence);
                metrics.deleted(Duration.between(taintedAt(node), clock.now()));
            }
        }
    }

    private static boolean isEvicted(List<Taint> taints) {
        return taints.stream().anyMatch(taint -> taint.effect().equals(Taints.NO_EXECUTE));
    }

    private Instant taintedAt(Node node) {
        return node.spec().taints().stream()
                .filter(taint -> taint.effect().equals(Taints.NO_EXECUTE) && taint.hasTimeAdded())
                .map(Taint::timeAdded)
                .min(Comparator.naturalOrder())
                .orElse(clock.now());
    }

    private void evict(String namespace, String name, String uid, Fence fence) {
        tellOfEviction(namespace, name, "Marking for deletion Pod ");
        eviction.evict(
                namespace,
                name,
                uid,
                "DeletionByTaintManager",
                "Taint manager: deleting due to NoExecute taint",
                fence);
    }
}
