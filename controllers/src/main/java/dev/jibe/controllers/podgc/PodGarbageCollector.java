package dev.jibe.controllers.podgc;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Deletion;
import dev.jibe.client.Patch;
import dev.jibe.client.Resource;
import dev.jibe.client.cache.Fence;
import dev.jibe.client.cache.Informer;
import dev.jibe.client.cache.Key;
import dev.jibe.client.queue.Controller;
import dev.jibe.client.queue.Outcome;
import dev.jibe.controllers.Surroundings;
import dev.jibe.controllers.pods.PodState;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.v1.Node;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.api.v1.PodCondition;
import dev.jibe.object.api.v1.PodStatus;
import dev.jibe.runtime.Clock;
import dev.jibe.runtime.metrics.Counter;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The shell of the pod garbage collector. It has one key: whatever sets it off, it looks at all pods. */
public final class PodGarbageCollector {
    private static final Key ALL = Key.cluster("pods");

    /** How long a node must be gone before its pods are: it may only be registering again. */
    private static final Duration QUARANTINE = Duration.ofSeconds(40);

    private final Resource<Pod> pods;
    private final Resource<Node> nodes;
    private final Informer<Pod> podCache;
    private final Informer<Node> nodeCache;
    private final Clock clock;
    private final Counter deleted;
    private final Counter failed;

    /** Nodes that pods name and that are not there, and since when we know. */
    private final Map<String, Instant> missing = new ConcurrentHashMap<>();

    private PodGarbageCollector(Surroundings surroundings) {
        pods = surroundings.client().of(Pod.KIND);
        nodes = surroundings.client().of(Node.KIND);
        podCache = surroundings.informer(Pod.KIND);
        nodeCache = surroundings.informer(Node.KIND);
        clock = surroundings.clock();
        deleted = surroundings
                .metrics()
                .counter(
                        "pod_gc_collector_force_delete_pods_total",
                        "[ALPHA] Number of pods that are being forcefully deleted since the Pod GC Controller started.",
                        "namespace",
                        "reason");
        failed = surroundings
                .metrics()
                .counter(
                        "pod_gc_collector_force_delete_pod_errors_total",
                        "[ALPHA] Number of errors encountered when forcefully deleting the pods since the Pod GC"
                                + " Controller started.",
                        "namespace",
                        "reason");
    }

    public static Controller start(Surroundings surroundings) {
        var shell = new PodGarbageCollector(surroundings);
        return surroundings.running(surroundings
                .controller("pod_gc")
                .mapped(shell.podCache, shell::concerns)
                .mapped(shell.nodeCache, shell::concerns)
                .start(shell::reconcile));
    }

    /** A pod that has finished, or that is on its way out without a node, or on a node that is not there or not in service. */
    private List<Key> concerns(Pod pod) {
        boolean isLost = pod.spec().hasNodeName() ? !isServed(pod) : pod.isTerminating();
        return isLost || PodState.isFinished(pod) ? List.of(ALL) : List.of();
    }

    private boolean isServed(Pod pod) {
        var node = nodeCache.cache().get("", pod.spec().nodeName());
        return node.isPresent() && !(pod.isTerminating() && PodGcPlan.isOutOfService(node.get()));
    }

    private List<Key> concerns(Node node) {
        boolean isServing = nodeCache
                .cache()
                .get("", node.name())
                .filter(it -> !PodGcPlan.isOutOfService(it))
                .isPresent();
        return isServing ? List.of() : List.of(ALL);
    }

    private Outcome reconcile(Key key, Fence fence) {
        var all = podCache.cache().all();
        noteMissing(all);
        var gone = gone();
        var outOfService = nodeCache.cache().all().stream()
                .filter(PodGcPlan::isOutOfService)
                .map(Node::name)
                .collect(Collectors.toSet());
        var plan = PodGcPlan.of(new PodGcPlan.Observed(all, gone, outOfService, PodGcPlan.FINISHED_KEPT));
        for (var action : plan.actions()) {
            switch (action) {
                case PodGcPlan.Action.Delete delete -> apply(delete, fence);
            }
        }
        gone.forEach(missing::remove);
        return missing.isEmpty() ? Outcome.DONE : Outcome.again(QUARANTINE);
    }

    private void noteMissing(List<Pod> all) {
        missing.keySet().removeIf(name -> nodeCache.cache().get("", name).isPresent());
        for (var pod : all) {
            var name = pod.spec().nodeName();
            if (!name.isEmpty() && nodeCache.cache().get("", name).isEmpty()) {
                missing.putIfAbsent(name, clock.now());
            }
        }
    }

    /** Nodes that have been missing for long enough, and that the API itself does not know either. */
    private Set<String> gone() {
        var gone = new HashSet<String>();
        var before = clock.now().minus(QUARANTINE);
        missing.forEach((name, since) -> {
            if (!since.isAfter(before) && nodes.find("", name).isEmpty()) {
                gone.add(name);
            }
        });
        return gone;
    }

    private void apply(PodGcPlan.Action.Delete delete, Fence fence) {
        var pod = delete.pod();
        var why = delete.why().text();
        try {
            if (!PodState.isFinished(pod)) {
                pods.patchStatus(pod.namespace(), pod.name(), new Patch.Strategic(end(pod, delete.why())));
            }
            pods.delete(pod.namespace(), pod.name(), Deletion.ofUid(pod.uid()).within(0));
            fence.deleted(podCache, Key.of(pod), pod.uid());
            deleted.increment(pod.namespace(), why);
        } catch (ApiFailure failure) {
            if (!failure.isNotFound() && !failure.isConflict()) {
                failed.increment(pod.namespace(), why);
                throw failure;
            }
        }
    }

    private JsonMap end(Pod pod, PodGcPlan.Why why) {
        long generation = pod.metadata().generation();
        var status = PodStatus.EMPTY.withPhase("Failed").withObservedGeneration(generation);
        if (why == PodGcPlan.Why.ORPHANED) {
            status = status.withConditions(List.of(PodCondition.EMPTY
                    .withType("DisruptionTarget")
                    .withObservedGeneration(generation)
                    .withStatus("True")
                    .withReason("DeletionByPodGC")
                    .withMessage("PodGC: node no longer exists")
                    .withLastTransitionTime(clock.now())));
        }
        return JsonMap.of("metadata", JsonMap.of("uid", pod.uid()), "status", status.tree());
    }
}
