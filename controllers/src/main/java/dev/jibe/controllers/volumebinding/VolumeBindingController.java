package dev.jibe.controllers.volumebinding;

import dev.jibe.client.Resource;
import dev.jibe.client.cache.Fence;
import dev.jibe.client.cache.Informer;
import dev.jibe.client.cache.Key;
import dev.jibe.client.events.EventRecorder;
import dev.jibe.client.queue.Outcome;
import dev.jibe.controllers.Surroundings;
import dev.jibe.controllers.pods.PodClaims;
import dev.jibe.controllers.pods.PodState;
import dev.jibe.object.api.storage.v1.StorageClass;
import dev.jibe.object.api.v1.PersistentVolume;
import dev.jibe.object.api.v1.PersistentVolumeClaim;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.view.ApiObject;
import dev.jibe.runtime.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The shell of the volume binder: one queue of claims, one of volumes. */
public final class VolumeBindingController {
    private static final String DEFAULT_CLASS = "storageclass.kubernetes.io/is-default-class";

    private final Resource<PersistentVolumeClaim> claims;
    private final Resource<PersistentVolume> volumes;
    private final Informer<PersistentVolumeClaim> claimCache;
    private final Informer<PersistentVolume> volumeCache;
    private final Informer<StorageClass> classCache;
    private final Informer<Pod> podCache;
    private final EventRecorder events;
    private final Clock clock;

    private VolumeBindingController(Surroundings surroundings) {
        claims = surroundings.client().of(PersistentVolumeClaim.KIND);
        volumes = surroundings.client().of(PersistentVolume.KIND);
        claimCache = surroundings.informer(PersistentVolumeClaim.KIND);
        volumeCache = surroundings.informer(PersistentVolume.KIND);
        classCache = surroundings.informer(StorageClass.KIND);
        podCache = surroundings.informer(Pod.KIND);
        events = surroundings.events("persistentvolume-controller");
        clock = surroundings.clock();
    }

    public static void start(Surroundings surroundings) {
        var shell = new VolumeBindingController(surroundings);
        VolumeMetrics.register(surroundings.metrics(), shell.volumeCache.cache(), shell.claimCache.cache());
        // One claim at a time: two must not be given the same volume.
        surroundings.running(surroundings
                .controller("claims")
                .on(shell.claimCache)
                .mapped(shell.volumeCache, shell::whoMayTake)
                .mapped(shell.classCache, shell::whoNames)
                .reads(shell.podCache)
                .parallelism(1)
                .start(shell::reconcileClaim));
        surroundings.running(surroundings
                .controller("volumes")
                .on(shell.volumeCache)
                .mapped(shell.claimCache, shell::volumesOf)
                .start(shell::reconcileVolume));
    }

    /** The claim that a volume names, and those that name it or still look for one. */
    private List<Key> whoMayTake(PersistentVolume volume) {
        var holder = volume.spec().claimRef();
        return claimCache.cache().all().stream()
                .filter(claim -> claim.spec().volumeName().equals(volume.name())
                        || claim.spec().volumeName().isEmpty()
                        || (claim.name().equals(holder.name())
                                && claim.namespace().equals(holder.namespace())))
                .map(Key::of)
                .toList();
    }

    private List<Key> whoNames(StorageClass storageClass) {
        return claimCache.cache().all().stream()
                .filter(claim -> claim.spec().volumeName().isEmpty()
                        && (!Matching.hasClass(claim)
                                || Matching.className(claim).equals(storageClass.name())))
                .map(Key::of)
                .toList();
    }

    private List<Key> volumesOf(PersistentVolumeClaim claim) {
        return volumeCache.cache().all().stream()
                .filter(volume -> volume.spec().claimRef().name().equals(claim.name())
                        && volume.spec().claimRef().namespace().equals(claim.namespace()))
                .map(Key::of)
                .toList();
    }

    private Outcome reconcileClaim(Key key, Fence fence) {
        claimCache.cache().get(key).ifPresent(claim -> {
            var named = classCache.cache().get("", Matching.className(claim));
            var volumes = volumeCache.cache().all();
            var plan = ClaimPlan.of(
                    new ClaimPlan.Observed(claim, volumes, named, defaultClass(), unscheduled(claim), clock.now()));
            plan.actions().forEach(action -> apply(action, fence));
        });
        return Outcome.DONE;
    }

    private List<String> unscheduled(PersistentVolumeClaim claim) {
        if (!claim.spec().volumeName().isEmpty()) {
            return List.of();
        }
        return podCache.cache().inNamespace(claim.namespace()).stream()
                .filter(pod -> pod.spec().nodeName().isEmpty()
                        && PodState.isActive(pod)
                        && PodClaims.of(pod).contains(claim.name()))
                .map(Pod::name)
                .sorted()
                .toList();
    }

    /** Of several classes that are the default, the youngest. */
    private Optional<String> defaultClass() {
        return classCache.cache().all().stream()
                .filter(it -> "true".equals(it.annotations().get(DEFAULT_CLASS)))
                .max(Comparator.comparing((StorageClass it) -> it.metadata().creationTimestamp())
                        .thenComparing(StorageClass::name, Comparator.reverseOrder()))
                .map(StorageClass::name);
    }

    private Outcome reconcileVolume(Key key, Fence fence) {
        volumeCache.cache().get(key).ifPresent(volume -> {
            var holder = volume.spec().claimRef();
            var claim = claimCache.cache().get(holder.namespace(), holder.name());
            if (claim.isEmpty() && volume.spec().hasClaimRef() && !holder.uid().isEmpty()) {
                // The cache may not show it yet, and a volume once released does not come back.
                claim = claims.find(holder.namespace(), holder.name());
            }
            var plan = VolumePlan.of(new VolumePlan.Observed(volume, claim, clock.now()));
            plan.actions().forEach(action -> apply(action, fence));
        });
        return Outcome.DONE;
    }

    private void apply(Action action, Fence fence) {
        switch (action) {
            case Action.UpdateVolume(PersistentVolume volume) -> fence.wrote(volumeCache, volumes.update(volume));
            case Action.UpdateVolumeStatus(PersistentVolume volume) ->
                fence.wrote(volumeCache, volumes.updateStatus(volume));
            case Action.UpdateClaim(PersistentVolumeClaim claim) -> fence.wrote(claimCache, claims.update(claim));
            case Action.UpdateClaimStatus(PersistentVolumeClaim claim) ->
                fence.wrote(claimCache, claims.updateStatus(claim));
            case Action.Tell(ApiObject about, String type, String reason, String message) ->
                events.record(about, type, reason, message);
        }
    }
}
