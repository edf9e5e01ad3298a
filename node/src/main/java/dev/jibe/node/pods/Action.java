package dev.jibe.node.pods;

import dev.jibe.node.allocation.Actuation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** One thing the shell does for a pod. */
sealed interface Action {

    /** Makes the pod's directories and mounts and fills its volumes. */
    record MountVolumes() implements Action {}

    /** Makes the network and the namespaces that the containers share. */
    record CreateSandbox(int attempt) implements Action {}

    /** Takes network and namespaces away when no container needs them any more. */
    record StopSandbox(String id) implements Action {}

    /** Gets the image, makes the container, starts it, and runs its hook. */
    record Launch(String container, int attempt, Backoff restart) implements Action {}

    /** Runs the container's last hook, asks it to end, and kills it at the deadline. */
    record Stop(String id, String container, Instant deadline, Duration grace, String reason, String message)
            implements Action {
        /** The reason of a stop after which the container starts again with other resources. */
        static final String RESIZE = "Resize";
    }

    /** Brings the resources that the pod was promised to its running containers. */
    record Resize(List<Actuation.Step> steps) implements Action {}

    /** The containers have what the pod was promised. */
    record EndResize() implements Action {}

    /** Forgets a dead container that nobody will ask for. */
    record Remove(String id) implements Action {}

    /** Takes the volumes away from a pod that has finished. */
    record UnmountVolumes() implements Action {}

    /** Removes everything of the pod from the node, and then its object. */
    record Finish() implements Action {}
}
