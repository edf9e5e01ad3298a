package dev.jibe.controllers.deployment;

import dev.jibe.object.JsonMap;
import dev.jibe.object.api.apps.v1.ReplicaSet;

/** Everything a Deployment controller can do to the world. */
sealed interface Action {

    /** Create the ReplicaSet of a new template. */
    record CreateSet(ReplicaSet set) implements Action {}

    /** Give a ReplicaSet another size, and note the Deployment's size with it. */
    record ResizeSet(String name, String uid, int from, int to, JsonMap annotations) implements Action {}

    /** Bring a ReplicaSet's annotations and {@code minReadySeconds} up to date. */
    record UpdateSet(String name, String uid, JsonMap annotations, int minReadySeconds) implements Action {}

    /** Delete a ReplicaSet that is older than the history to keep. */
    record DeleteSet(String name, String uid) implements Action {}

    /** Become the controller of a ReplicaSet that matches and has none. */
    record AdoptSet(String name, String uid) implements Action {}

    /** Stop controlling a ReplicaSet whose labels no longer match. */
    record ReleaseSet(String name, String uid) implements Action {}
}
