package dev.jibe.scheduler.snapshot;

import org.jspecify.annotations.Nullable;

/** A pod on a node, or about to be; it knows where it stands in the lists that hold it. */
public final class Place {

    PodInfo pod;
    final String nodeName;

    /** The node, as long as it is known and the pod is counted there. */
    @Nullable
    NodeInfo node;

    int atNode;
    int atTemplate;

    Place(PodInfo pod, String nodeName) {
        this.pod = pod;
        this.nodeName = nodeName;
    }

    public PodInfo pod() {
        return pod;
    }
}
