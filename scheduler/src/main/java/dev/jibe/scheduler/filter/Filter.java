package dev.jibe.scheduler.filter;

import dev.jibe.scheduler.snapshot.NodeInfo;
import java.util.List;

/** One condition that a node has to meet for one pod, prepared for that pod. */
public interface Filter {

    /** Why the node does not; empty if it does. Each reason is one that upstream prints. */
    List<String> reject(NodeInfo node);
}
