package dev.jibe.scheduler.filter;

import dev.jibe.scheduler.snapshot.NodeInfo;
import dev.jibe.scheduler.snapshot.PodInfo;
import java.util.List;

/** Takes a pod to the one node that it names. */
record NodeName(PodInfo pod) implements Filter {

    @Override
    public List<String> reject(NodeInfo node) {
        var wanted = pod.spec().string("nodeName");
        return wanted.isEmpty() || wanted.equals(node.name())
                ? List.of()
                : List.of("node(s) didn't match the requested node name");
    }
}
