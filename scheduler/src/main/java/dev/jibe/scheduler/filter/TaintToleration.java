package dev.jibe.scheduler.filter;

import dev.jibe.scheduler.snapshot.NodeInfo;
import dev.jibe.scheduler.snapshot.PodInfo;
import java.util.List;

/** Keeps pods off nodes whose taints they do not tolerate. */
record TaintToleration(PodInfo pod) implements Filter {

    @Override
    public List<String> reject(NodeInfo node) {
        var tolerations = pod.spec().list("tolerations");
        boolean untolerated = node.node()
                .tree()
                .map("spec")
                .list("taints")
                .maps()
                .filter(taint -> !taint.string("effect").equals("PreferNoSchedule"))
                .anyMatch(taint -> !Tolerations.tolerate(tolerations, taint));
        return untolerated ? List.of("node(s) had untolerated taint(s)") : List.of();
    }
}
