package dev.jibe.controllers.replicaset;

/** Everything a ReplicaSet controller can do to the world. */
sealed interface Action {

    /** Create this many pods from the template. */
    record CreatePods(int count) implements Action {}

    /** Delete the pod, if it is still the one that was looked at. */
    record DeletePod(String name, String uid) implements Action {}

    /** Become the controller of a pod that matches and has none. */
    record AdoptPod(String name, String uid) implements Action {}

    /** Stop controlling a pod whose labels no longer match. */
    record ReleasePod(String name, String uid) implements Action {}
}
