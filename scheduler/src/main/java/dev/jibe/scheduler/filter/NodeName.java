package dev.jibe.scheduler.filter;

import dev.jibe.scheduler.snapshot.NodeInfo;
import dev.jibe.scheduler.snapshot.PodInfo;

/** Takes a pod to the one node that it names. */
record NodeName(PodInfo pod) implements Filter {

    @Override
    public Rejection reject(NodeInfo node) {
        var wanted = pod.spec().string("nodeName");
        return wanted.isEmpty() || wanted.equals(node.name())
                ? Rejection.NONE
                : Rejection.lasting("node(s) didn't match the requested node name");
    }
}
