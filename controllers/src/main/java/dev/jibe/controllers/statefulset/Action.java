package dev.jibe.controllers.statefulset;

import dev.jibe.object.api.v1.PersistentVolumeClaim;
import dev.jibe.object.api.v1.Pod;
import java.util.List;

/** Everything a StatefulSet controller can do to pods and claims. */
sealed interface Action {

    /** Create the claims that the pod lacks, then the pod. */
    record CreatePod(Pod pod, List<PersistentVolumeClaim> claims) implements Action {}

    /** Create claims that a pod waits for. */
    record CreateClaims(String pod, List<PersistentVolumeClaim> claims) implements Action {}

    /** Change who owns a claim, and so what its deletion follows. */
    record UpdateClaim(PersistentVolumeClaim claim) implements Action {}

    /** Give a pod the labels that tell who it is. */
    record LabelPod(String name, String uid, int ordinal) implements Action {}

    record DeletePod(String name, String uid) implements Action {}

    /** Delete a pod that has ended, so that another takes its place. */
    record ReplacePod(String name, String uid, boolean failed) implements Action {}

    record AdoptPod(String name, String uid) implements Action {}

    record ReleasePod(String name, String uid) implements Action {}
}
