package dev.jibe.scheduler.filter;

import dev.jibe.scheduler.snapshot.NodeInfo;
import dev.jibe.scheduler.snapshot.PodInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * All conditions, in upstream's order: the first that a node fails is the one that is reported.
 *
 * <p>See <a href="https://kubernetes.io/docs/reference/scheduling/config/#scheduling-plugins">Scheduling plugins</a>.
 */
public final class Filters {

    private Filters() {}

    /** The conditions of one pod, given all nodes. */
    public static List<Filter> of(PodInfo pod, Collection<NodeInfo> nodes) {
        var filters = new ArrayList<Filter>();
        filters.add(new NodeUnschedulable(pod));
        filters.add(new NodeName(pod));
        filters.add(new TaintToleration(pod));
        filters.add(new NodeAffinity(pod));
        filters.add(new NodePorts(pod));
        filters.add(new NodeResourcesFit(pod));
        if (!pod.spec().list("topologySpreadConstraints").isEmpty()) {
            filters.add(new PodTopologySpread(pod, nodes));
        }
        filters.add(new InterPodAffinity(pod, nodes));
        return filters;
    }
}
