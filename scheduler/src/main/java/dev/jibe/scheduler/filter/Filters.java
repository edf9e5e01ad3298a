package dev.jibe.scheduler.filter;

import dev.jibe.scheduler.snapshot.NodeInfo;
import dev.jibe.scheduler.snapshot.Nominations;
import dev.jibe.scheduler.snapshot.PodInfo;
import dev.jibe.scheduler.snapshot.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All conditions of one pod, in upstream's order: the first that a node fails is the one that is reported.
 *
 * <p>See <a href="https://kubernetes.io/docs/reference/scheduling/config/#scheduling-plugins">Scheduling plugins</a>.
 */
public final class Filters {

    private final PodInfo pod;
    private final Nominations nominations;
    private final VolumeBinding volumes;
    private final List<Filter> filters = new ArrayList<>();

    private Filters(PodInfo pod, Nominations nominations, VolumeBinding volumes) {
        this.volumes = volumes;
        this.pod = pod;
        this.nominations = nominations;
    }

    /**
     * The conditions of one pod.
     */
    public static Filters of(PodInfo pod, World world) {
        var nodes = world.nodes();
        var all = new Filters(pod, world.nominations(), new VolumeBinding(pod, world.volumes()));
        all.filters.add(new NodeUnschedulable(pod));
        all.filters.add(new NodeName(pod));
        all.filters.add(new TaintToleration(pod));
        all.filters.add(new NodeAffinity(pod));
        all.filters.add(new NodePorts(pod));
        all.filters.add(new NodeResourcesFit(pod));
        all.filters.add(all.volumes);
        if (!pod.spec().list("topologySpreadConstraints").isEmpty()) {
            all.filters.add(new PodTopologySpread(pod, nodes));
        }
        all.filters.add(new InterPodAffinity(pod, nodes, world.namespaceLabels()));
        return all;
    }

    /** Why the pod can be on no node at all, whatever they are. */
    public Optional<String> refusal() {
        return volumes.refusal();
    }

    /**
     * Why the node does not suit the pod. It has to suit both with and without the pods that are nominated for it and
     * are no less important: with them, because their place is theirs; without, because they may never come.
     */
    public Rejection reject(NodeInfo node) {
        var expected = nominations.on(node.name()).stream()
                .filter(other -> !other.key().equals(pod.key()) && other.priority() >= pod.priority())
                .toList();
        if (!expected.isEmpty()) {
            var fuller = node;
            for (var other : expected) {
                fuller = fuller.plus(other);
                count(other, node, 1);
            }
            var why = first(fuller);
            expected.forEach(other -> count(other, node, -1));
            if (!why.isNone()) {
                return why;
            }
        }
        return first(node);
    }

    private Rejection first(NodeInfo node) {
        for (var filter : filters) {
            var why = filter.reject(node);
            if (!why.isNone()) {
                return why;
            }
        }
        return Rejection.NONE;
    }

    /** Supposes that another pod comes to a node ({@code 1}) or leaves it ({@code -1}), until the opposite is supposed. */
    public void count(PodInfo other, NodeInfo node, int sign) {
        filters.forEach(filter -> filter.count(other, node, sign));
    }
}
