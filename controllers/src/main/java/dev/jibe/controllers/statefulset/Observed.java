package dev.jibe.controllers.statefulset;

import dev.jibe.controllers.pods.PodState;
import dev.jibe.object.api.apps.v1.ControllerRevision;
import dev.jibe.object.api.apps.v1.StatefulSet;
import dev.jibe.object.api.v1.PersistentVolumeClaim;
import dev.jibe.object.api.v1.Pod;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The world as one StatefulSet sees it.
 *
 * @param current the revision that the pods had before the present update, or have
 * @param update the revision of the present template
 * @param pods every pod in the namespace that it controls, or that has no controller
 * @param several whether the set says how many of its pods may be unavailable during an update; else one may be
 * @param claims the claims of the namespace by name, as far as its pods may need them
 */
record Observed(
        StatefulSet set,
        ControllerRevision current,
        ControllerRevision update,
        List<Pod> pods,
        Map<String, PersistentVolumeClaim> claims,
        boolean several,
        Instant now) {

    Observed {
        claims = Map.copyOf(claims);
    }

    int firstOrdinal() {
        return set.spec().ordinals().start();
    }

    int replicas() {
        return set.spec().replicas();
    }

    boolean isWanted(int ordinal) {
        return ordinal >= firstOrdinal() && ordinal < firstOrdinal() + replicas();
    }

    boolean isOrdered() {
        return !set.spec().podManagementPolicy().equals("Parallel");
    }

    boolean isRolling() {
        return set.spec().updateStrategy().type().equals("RollingUpdate");
    }

    int partition() {
        return set.spec().updateStrategy().rollingUpdate().partition();
    }

    static boolean isReady(Pod pod) {
        return pod.status().phase().equals("Running") && PodState.isReady(pod);
    }

    boolean isAvailable(Pod pod) {
        return isReady(pod) && PodState.isAvailable(pod, set.spec().minReadySeconds(), now);
    }

    /** Whether it serves and goes on to do so. */
    boolean isHealthy(Pod pod) {
        return isAvailable(pod) && !pod.isTerminating();
    }

    /** The pod that belongs at an ordinal: what the partition holds back keeps the revision before. */
    Pod wanted(int ordinal) {
        boolean isHeldBack;
        if (set.spec().updateStrategy().hasRollingUpdate()) {
            isHeldBack = isRolling() && ordinal < firstOrdinal() + partition();
        } else {
            isHeldBack = isRolling() && ordinal < firstOrdinal() + set.status().currentReplicas();
        }
        return Identity.pod(set, isHeldBack ? current : update, ordinal);
    }
}
