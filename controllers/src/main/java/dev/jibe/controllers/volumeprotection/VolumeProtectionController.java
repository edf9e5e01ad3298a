package dev.jibe.controllers.volumeprotection;

import dev.jibe.client.Resource;
import dev.jibe.client.Selectors;
import dev.jibe.client.cache.Fence;
import dev.jibe.client.cache.Informer;
import dev.jibe.client.cache.Key;
import dev.jibe.client.queue.Outcome;
import dev.jibe.controllers.Surroundings;
import dev.jibe.controllers.ownership.Finalizers;
import dev.jibe.object.api.storage.v1.VolumeAttributesClass;
import dev.jibe.object.api.v1.PersistentVolume;
import dev.jibe.object.api.v1.PersistentVolumeClaim;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.view.ApiObject;
import java.util.List;

/** The shell of the three controllers that protect claims, volumes, and classes of attributes. */
public final class VolumeProtectionController {
    private final Resource<PersistentVolumeClaim> claims;
    private final Resource<PersistentVolume> volumes;
    private final Resource<Pod> pods;
    private final Informer<PersistentVolumeClaim> claimCache;
    private final Informer<PersistentVolume> volumeCache;
    private final Informer<Pod> podCache;
    private final Resource<VolumeAttributesClass> classes;
    private final Informer<VolumeAttributesClass> classCache;

    private VolumeProtectionController(Surroundings surroundings) {
        claims = surroundings.client().of(PersistentVolumeClaim.KIND);
        volumes = surroundings.client().of(PersistentVolume.KIND);
        pods = surroundings.client().of(Pod.KIND);
        claimCache = surroundings.informer(PersistentVolumeClaim.KIND);
        volumeCache = surroundings.informer(PersistentVolume.KIND);
        podCache = surroundings.informer(Pod.KIND);
        classes = surroundings.client().of(VolumeAttributesClass.KIND);
        classCache = surroundings.informer(VolumeAttributesClass.KIND);
    }

    public static void start(Surroundings surroundings) {
        var shell = new VolumeProtectionController(surroundings);
        surroundings.running(surroundings
                .controller("pvcprotection")
                .on(shell.claimCache)
                .mapped(shell.podCache, shell::claimsOf)
                .start(shell::protectClaim));
        surroundings.running(
                surroundings.controller("pvprotection").on(shell.volumeCache).start(shell::protectVolume));
        surroundings.running(surroundings
                .controller("volumeattributesclass_protection")
                .on(shell.classCache)
                .mapped(shell.claimCache, claim -> shell.classesThatGo())
                .mapped(shell.volumeCache, volume -> shell.classesThatGo())
                .start(shell::protectClass));
    }

    /** The claims of a pod that wait to be deleted. */
    private List<Key> claimsOf(Pod pod) {
        if (pod.spec().volumes().stream().noneMatch(it -> it.hasPersistentVolumeClaim() || it.hasEphemeral())) {
            return List.of();
        }
        return claimCache.cache().inNamespace(pod.namespace()).stream()
                .filter(claim -> claim.isTerminating() && Protection.uses(pod, claim))
                .map(Key::of)
                .toList();
    }

    private Outcome protectClaim(Key key, Fence fence) {
        claimCache.cache().get(key).ifPresent(claim -> {
            boolean inUse = claim.isTerminating() && isUsed(claim);
            apply(claims, claimCache, claim, Protection.OF_CLAIMS, inUse, fence);
        });
        return Outcome.DONE;
    }

    private boolean isUsed(PersistentVolumeClaim claim) {
        if (podCache.cache().inNamespace(claim.namespace()).stream().anyMatch(pod -> Protection.uses(pod, claim))) {
            return true;
        }
        // The cache may not show the newest pod yet, and a claim once gone does not come back.
        return pods.list(claim.namespace(), Selectors.ALL).items().stream()
                .anyMatch(pod -> Protection.uses(pod, claim));
    }

    private List<Key> classesThatGo() {
        return classCache.cache().all().stream()
                .filter(VolumeAttributesClass::isTerminating)
                .map(Key::of)
                .toList();
    }

    private Outcome protectClass(Key key, Fence fence) {
        classCache.cache().get(key).ifPresent(found -> {
            boolean inUse = claimCache.cache().all().stream().anyMatch(it -> Protection.wants(it, found.name()))
                    || volumeCache.cache().all().stream()
                            .anyMatch(
                                    it -> it.spec().volumeAttributesClassName().equals(found.name()));
            apply(classes, classCache, found, Protection.OF_CLASSES, inUse, fence);
        });
        return Outcome.DONE;
    }

    private Outcome protectVolume(Key key, Fence fence) {
        volumeCache.cache().get(key).ifPresent(volume -> {
            boolean inUse = volume.status().phase().equals("Bound");
            apply(volumes, volumeCache, volume, Protection.OF_VOLUMES, inUse, fence);
        });
        return Outcome.DONE;
    }

    private static <T extends ApiObject> void apply(
            Resource<T> resource, Informer<T> cache, T object, String finalizer, boolean inUse, Fence fence) {
        switch (Protection.of(object, finalizer, inUse)) {
            case NOTHING -> {}
            case ADD -> Finalizers.add(resource, cache, object, finalizer, fence);
            case REMOVE -> Finalizers.remove(resource, cache, object, finalizer, fence);
        }
    }
}
