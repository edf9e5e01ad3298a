package dev.jibe.scheduler.filter;

import dev.jibe.scheduler.snapshot.NodeInfo;
import dev.jibe.scheduler.snapshot.PodInfo;

/** Lets no two pods have one port of a node. */
record NodePorts(PodInfo pod) implements Filter {

    @Override
    public Rejection reject(NodeInfo node) {
        if (pod.hostPorts().isEmpty()) {
            return Rejection.NONE;
        }
        boolean taken = node.pods().values().stream()
                .flatMap(other -> other.hostPorts().stream())
                .anyMatch(port -> pod.hostPorts().stream().anyMatch(port::conflictsWith));
        return taken ? Rejection.curable("node(s) didn't have free ports for the requested pod ports") : Rejection.NONE;
    }
}
