package dev.jibe.controllers.job;

import dev.jibe.object.api.v1.Pod;

/** Everything a Job controller can do to the world, but for the status. */
sealed interface Action {

    record CreatePod(Pod pod) implements Action {}

    record DeletePod(String name, String uid) implements Action {}

    /** Delete a pod that is one too many, so that it does not count as failed: it is let go first. */
    record DropPod(String name, String uid) implements Action {}

    record AdoptPod(String name, String uid) implements Action {}

    record ReleasePod(String name, String uid) implements Action {}

    /** Let a pod go that the status accounts for, by taking the finalizer away. */
    record Untrack(String name, String uid) implements Action {}

    /** Write an event about the Job. */
    record Tell(String type, String reason, String message) implements Action {}
}
