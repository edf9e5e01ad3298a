package dev.jibe.controllers.nodeipam;

import dev.jibe.controllers.addresses.Cidr;
import dev.jibe.object.api.v1.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The ranges of all nodes: which are taken, and which a node is given. May be used by several threads. */
final class NodePools {
    private final List<RangeSet> sets;
    private final IpamMetrics metrics;

    NodePools(NodeRanges ranges, String serviceRange, IpamMetrics metrics) {
        this.metrics = metrics;
        this.sets = ranges.clusterRanges().stream()
                .map(Cidr::parse)
                .map(range -> new RangeSet(range, range.isIpv4() ? ranges.prefixBitsIpv4() : ranges.prefixBitsIpv6()))
                .toList();
        sets.forEach(set -> {
            set.occupy(Cidr.parse(serviceRange));
            metrics.changed(set);
        });
    }

    /** What a node has already. */
    synchronized void occupy(Node node) {
        of(node).forEach(part -> sets.forEach(set -> set.occupy(part)));
        sets.forEach(metrics::changed);
    }

    /** What a node had that is gone. */
    synchronized void release(Node node) {
        release(of(node));
    }

    synchronized void release(List<Cidr> parts) {
        for (var part : parts) {
            for (var set : sets) {
                if (set.covers(part)) {
                    set.release(part);
                    metrics.released(set);
                }
            }
        }
    }

    /** One range of each family; nothing, and nothing taken, if one of the families has none left. */
    synchronized Optional<List<Cidr>> take() {
        var result = new ArrayList<Cidr>();
        for (var set : sets) {
            var part = set.take();
            if (part.isEmpty()) {
                release(result);
                return Optional.empty();
            }
            metrics.taken(set, part.get().tries());
            result.add(part.get().part());
        }
        return Optional.of(result);
    }

    private static List<Cidr> of(Node node) {
        return node.spec().podCIDRs().stream().map(Cidr::parse).toList();
    }
}
