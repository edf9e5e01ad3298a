package dev.jibe.scheduler.filter;

import dev.jibe.scheduler.snapshot.NodeInfo;
import dev.jibe.scheduler.snapshot.PodInfo;

/** One condition that a node has to meet for one pod, prepared for that pod. */
public interface Filter {

    /** Why the node does not. */
    Rejection reject(NodeInfo node);

    /**
     * Takes note that another pod comes to a node ({@code 1}) or leaves it ({@code -1}), to see what would be then. Only
     * conditions that look beyond the node itself need to.
     */
    default void count(PodInfo other, NodeInfo node, int sign) {}
}
