package dev.jibe.controllers.statefulset;

import dev.jibe.object.api.v1.PersistentVolumeClaim;
import dev.jibe.object.api.v1.Pod;
import java.util.List;

/** Everything a StatefulSet controller can do to pods and claims. */
sealed interface Action {

    /** Create the claims that the pod lacks, then the pod, unless claims of its name are still to go. */
    record CreatePod(Pod pod, List<PersistentVolumeClaim> claims, List<String> leaving) implements Action {}

    /** Create claims that a pod waits for. */
    record CreateClaims(String pod, List<PersistentVolumeClaim> claims) implements Action {}

    /** Change who owns a claim, and so what its deletion follows. */
    record UpdateClaim(PersistentVolumeClaim claim) implements Action {}

    /** Say that the claims of a pod were changed. */
    record TellUpdate(String pod) implements Action {}

    /** Say that somebody else decides what becomes of a claim. */
    record TellConflict(String claim) implements Action {}

    /** Give a pod the labels that tell who it is. */
    record LabelPod(String name, String uid, int ordinal) implements Action {}

    record DeletePod(String name, String uid) implements Action {}

    record AdoptPod(String name, String uid) implements Action {}

    record ReleasePod(String name, String uid) implements Action {}
}
