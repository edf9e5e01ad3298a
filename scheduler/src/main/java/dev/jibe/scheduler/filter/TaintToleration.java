package dev.jibe.scheduler.filter;

import dev.jibe.scheduler.snapshot.NodeInfo;
import dev.jibe.scheduler.snapshot.PodInfo;

/** Keeps pods off nodes whose taints they do not tolerate. */
record TaintToleration(PodInfo pod) implements Filter {

    @Override
    public Rejection reject(NodeInfo node) {
        var tolerations = pod.spec().list("tolerations");
        boolean untolerated = node.node()
                .tree()
                .map("spec")
                .list("taints")
                .maps()
                .filter(taint -> !taint.string("effect").equals("PreferNoSchedule"))
                .anyMatch(taint -> !Tolerations.tolerate(tolerations, taint));
        return untolerated ? Rejection.lasting("node(s) had untolerated taint(s)") : Rejection.NONE;
    }
}
