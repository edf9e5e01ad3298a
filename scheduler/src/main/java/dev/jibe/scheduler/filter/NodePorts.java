package dev.jibe.scheduler.filter;

import dev.jibe.scheduler.snapshot.NodeInfo;
import dev.jibe.scheduler.snapshot.PodInfo;
import java.util.List;

/** Lets no two pods have one port of a node. */
record NodePorts(PodInfo pod) implements Filter {

    @Override
    public List<String> reject(NodeInfo node) {
        if (pod.hostPorts().isEmpty()) {
            return List.of();
        }
        boolean taken = node.pods().values().stream()
                .flatMap(other -> other.hostPorts().stream())
                .anyMatch(port -> pod.hostPorts().stream().anyMatch(port::conflictsWith));
        return taken ? List.of("node(s) didn't have free ports for the requested pod ports") : List.of();
    }
}
