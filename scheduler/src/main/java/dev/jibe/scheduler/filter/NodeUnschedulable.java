package dev.jibe.scheduler.filter;

import dev.jibe.object.JsonMap;
import dev.jibe.scheduler.snapshot.NodeInfo;
import dev.jibe.scheduler.snapshot.PodInfo;

/** Keeps pods off cordoned nodes. */
record NodeUnschedulable(PodInfo pod) implements Filter {

    private static final JsonMap TAINT = JsonMap.of("key", "node.kubernetes.io/unschedulable", "effect", "NoSchedule");

    @Override
    public Rejection reject(NodeInfo node) {
        boolean cordoned = node.node().tree().map("spec").bool("unschedulable");
        return cordoned && !Tolerations.tolerate(pod.spec().list("tolerations"), TAINT)
                ? Rejection.lasting("node(s) were unschedulable")
                : Rejection.NONE;
    }
}
