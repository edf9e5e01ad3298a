package dev.jibe.controllers.daemonset;

/** Everything a DaemonSet controller can do to pods. */
sealed interface Action {

    /** Create a pod for the node. */
    record CreatePod(String node) implements Action {}

    record DeletePod(String name, String uid) implements Action {}

    /** Delete a pod that has ended, and say so; one that failed delays its successor's end on that node. */
    record ReplacePod(String name, String uid, String node, boolean failed) implements Action {}

    record AdoptPod(String name, String uid) implements Action {}

    record ReleasePod(String name, String uid) implements Action {}
}
