package dev.jibe.controllers.attachdetach;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Deletion;
import dev.jibe.client.Patch;
import dev.jibe.client.Resource;
import dev.jibe.client.cache.Fence;
import dev.jibe.client.cache.Informer;
import dev.jibe.client.cache.Key;
import dev.jibe.client.events.EventRecorder;
import dev.jibe.client.queue.Outcome;
import dev.jibe.controllers.Surroundings;
import dev.jibe.controllers.pods.PodClaims;
import dev.jibe.controllers.pods.PodState;
import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.storage.v1.CSIDriver;
import dev.jibe.object.api.storage.v1.VolumeAttachment;
import dev.jibe.object.api.v1.AttachedVolume;
import dev.jibe.object.api.v1.Node;
import dev.jibe.object.api.v1.PersistentVolume;
import dev.jibe.object.api.v1.PersistentVolumeClaim;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.runtime.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The shell of the controller of attachments: one key a node. */
public final class AttachDetachController {
    private static final String BY_NODE = "attachments";

    private final Resource<VolumeAttachment> attachments;
    private final Resource<Node> nodes;
    private final Informer<VolumeAttachment> attachmentCache;
    private final Informer<Node> nodeCache;
    private final Informer<Pod> podCache;
    private final Informer<PersistentVolumeClaim> claimCache;
    private final Informer<PersistentVolume> volumeCache;
    private final Informer<CSIDriver> driverCache;
    private final EventRecorder events;
    private final Clock clock;
    private final Map<String, Instant> unwantedSince = new ConcurrentHashMap<>();

    private AttachDetachController(Surroundings surroundings) {
        attachments = surroundings.client().of(VolumeAttachment.KIND);
        nodes = surroundings.client().of(Node.KIND);
        attachmentCache = surroundings.informer(VolumeAttachment.KIND);
        nodeCache = surroundings.informer(Node.KIND);
        podCache = surroundings.informer(Pod.KIND);
        claimCache = surroundings.informer(PersistentVolumeClaim.KIND);
        volumeCache = surroundings.informer(PersistentVolume.KIND);
        driverCache = surroundings.informer(CSIDriver.KIND);
        events = surroundings.events("attachdetach-controller");
        clock = surroundings.clock();
        podCache.addIndex(BY_NODE, AttachDetachController::nodeOfClaims);
    }

    public static void start(Surroundings surroundings) {
        var shell = new AttachDetachController(surroundings);
        surroundings.running(surroundings
                .controller("attachdetach")
                .mapped(shell.podCache, pod -> shell.keys(nodeOfClaims(pod)))
                .mapped(shell.attachmentCache, shell::waiting)
                .mapped(shell.claimCache, shell::nodesOf)
                .mapped(shell.nodeCache, shell::unlessIdle)
                .reads(shell.volumeCache)
                .reads(shell.driverCache)
                .start(shell::reconcile));
    }

    /** The node of a pod that has claims: only such pods are looked at. */
    private static List<String> nodeOfClaims(Pod pod) {
        return pod.spec().nodeName().isEmpty()
                        || PodState.isFinished(pod)
                        || PodClaims.of(pod).isEmpty()
                ? List.of()
                : List.of(pod.spec().nodeName());
    }

    private List<Key> keys(List<String> nodeNames) {
        return nodeNames.stream().map(name -> new Key("", name)).toList();
    }

    /** The node of an attachment, and those whose pods wait until another node lets go of the volume. */
    private List<Key> waiting(VolumeAttachment attachment) {
        var keys = new ArrayList<Key>();
        keys.add(new Key("", attachment.spec().nodeName()));
        volumeCache
                .cache()
                .get("", attachment.spec().source().persistentVolumeName())
                .map(volume -> volume.spec().claimRef())
                .flatMap(holder -> claimCache.cache().get(holder.namespace(), holder.name()))
                .ifPresent(claim -> keys.addAll(nodesOf(claim)));
        return keys;
    }

    private List<Key> nodesOf(PersistentVolumeClaim claim) {
        return claim.spec().volumeName().isEmpty()
                ? List.of()
                : podCache.cache().inNamespace(claim.namespace()).stream()
                        .filter(pod -> PodClaims.of(pod).contains(claim.name()))
                        .flatMap(pod -> nodeOfClaims(pod).stream())
                        .distinct()
                        .map(name -> new Key("", name))
                        .toList();
    }

    /** Heartbeats of nodes without volumes are none of its business. */
    private List<Key> unlessIdle(Node node) {
        boolean isIdle = !node.status().hasVolumesInUse() && !node.status().hasVolumesAttached();
        return isIdle ? List.of() : List.of(Key.of(node));
    }

    private Outcome reconcile(Key key, Fence fence) {
        var name = key.name();
        var wanted = wanted(name);
        var all = attachmentCache.cache().all();
        var plan = AttachPlan.of(new AttachPlan.Observed(
                name, nodeCache.cache().get(key), wanted, all, since(name, wanted, all), clock.now()));
        plan.actions().forEach(action -> apply(action, name, fence));
        return plan.recheck().map(Outcome::again).orElse(Outcome.DONE);
    }

    private Function<String, Instant> since(String node, List<Wanted> wanted, List<VolumeAttachment> all) {
        var names = wanted.stream().map(it -> it.attachmentName(node)).toList();
        unwantedSince.keySet().removeAll(names);
        unwantedSince
                .keySet()
                .retainAll(all.stream().map(VolumeAttachment::name).toList());
        return attachment -> unwantedSince.computeIfAbsent(attachment, it -> clock.now());
    }

    private List<Wanted> wanted(String node) {
        var users = new HashMap<String, List<Pod>>();
        for (var pod : podCache.cache().byIndex(BY_NODE, node)) {
            for (var name : PodClaims.of(pod)) {
                claimCache
                        .cache()
                        .get(pod.namespace(), name)
                        .map(claim -> claim.spec().volumeName())
                        .filter(volume -> !volume.isEmpty())
                        .ifPresent(volume -> users.computeIfAbsent(volume, it -> new ArrayList<>())
                                .add(pod));
            }
        }
        var wanted = new ArrayList<Wanted>();
        users.forEach((name, pods) -> volumeCache
                .cache()
                .get("", name)
                .filter(volume ->
                        volume.spec().hasCsi() && isAttached(volume.spec().csi().driver()))
                .ifPresent(volume -> wanted.add(Wanted.of(volume, pods))));
        return wanted;
    }

    /** Whether volumes of the driver are attached at all: they are unless it says otherwise. */
    private boolean isAttached(String driver) {
        return driverCache
                .cache()
                .get("", driver)
                .filter(it -> it.spec().hasAttachRequired() && !it.spec().attachRequired())
                .isEmpty();
    }

    private void apply(Action action, String node, Fence fence) {
        switch (action) {
            case Action.Attach(VolumeAttachment attachment) -> {
                try {
                    fence.wrote(attachmentCache, attachments.create(attachment));
                } catch (ApiFailure failure) {
                    if (!failure.isAlreadyExists()) {
                        throw failure;
                    }
                }
            }
            case Action.Detach(String name, String uid) -> {
                try {
                    attachments.delete("", name, Deletion.ofUid(uid));
                } catch (ApiFailure failure) {
                    if (!failure.isNotFound()) {
                        throw failure;
                    }
                }
                fence.deleted(attachmentCache, new Key("", name), uid);
            }
            case Action.Report(List<AttachedVolume> volumes) -> {
                var list = JsonList.copyOf(
                        volumes.stream().map(AttachedVolume::tree).toList());
                var body = JsonMap.of("status", JsonMap.of("volumesAttached", list));
                fence.wrote(nodeCache, nodes.patchStatus("", node, new Patch.Merge(body)));
            }
            case Action.Tell(Pod pod, String type, String reason, String message) ->
                events.record(pod, type, reason, message);
        }
    }
}
