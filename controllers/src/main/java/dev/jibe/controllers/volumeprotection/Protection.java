package dev.jibe.controllers.volumeprotection;

import dev.jibe.controllers.ownership.Owners;
import dev.jibe.controllers.pods.PodState;
import dev.jibe.object.api.v1.PersistentVolumeClaim;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.view.ApiObject;

/** What becomes of the finalizer that protects an object. */
enum Protection {
    NOTHING,
    ADD,
    REMOVE;

    static final String OF_CLAIMS = "kubernetes.io/pvc-protection";
    static final String OF_VOLUMES = "kubernetes.io/pv-protection";
    static final String OF_CLASSES = "kubernetes.io/vac-protection";

    static Protection of(ApiObject object, String finalizer, boolean inUse) {
        boolean has = object.metadata().finalizers().contains(finalizer);
        if (object.isTerminating()) {
            return has && !inUse ? REMOVE : NOTHING;
        }
        return has ? NOTHING : ADD;
    }

    /** Whether a pod that has a node mounts the claim, or a live one has it for an ephemeral volume. */
    static boolean uses(Pod pod, PersistentVolumeClaim claim) {
        return pod.spec().hasNodeName()
                && pod.spec().volumes().stream()
                        .anyMatch(volume ->
                                volume.persistentVolumeClaim().claimName().equals(claim.name())
                                        || (volume.hasEphemeral()
                                                && !PodState.isFinished(pod)
                                                && claim.name().equals(pod.name() + "-" + volume.name())
                                                && Owners.isControlledBy(claim, pod)));
    }

    /** Whether the claim has, wants or is getting the attributes of that class. */
    static boolean wants(PersistentVolumeClaim claim, String attributesClass) {
        var status = claim.status();
        return claim.spec().volumeAttributesClassName().equals(attributesClass)
                || status.currentVolumeAttributesClassName().equals(attributesClass)
                || status.modifyVolumeStatus().targetVolumeAttributesClassName().equals(attributesClass);
    }
}
