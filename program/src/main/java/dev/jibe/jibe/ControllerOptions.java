package dev.jibe.jibe;

import static dev.jibe.jibe.Arguments.flag;
import static dev.jibe.jibe.Arguments.value;

import dev.jibe.controllers.nodeipam.NodeRanges;
import dev.jibe.server.registry.service.AddressRange;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.Option;

/** The options of the controllers, by upstream's names. */
final class ControllerOptions {
    private static final int USUAL_PREFIX_BITS = 24;
    private static final int ADDRESS_BITS = 32;

    private static final Option ALLOCATE =
            flag("allocate-node-cidrs", "give nodes addresses for their pods out of --cluster-cidr");
    private static final Option CLUSTER_RANGE =
            value("cluster-cidr", "CIDR", "the addresses of all pods, with --allocate-node-cidrs");
    private static final Option NODE_PREFIX = value(
            "node-cidr-mask-size",
            "BITS",
            "how long the prefix of a node's addresses is (default: " + USUAL_PREFIX_BITS + ")");

    static final List<Option> ALL = List.of(ALLOCATE, CLUSTER_RANGE, NODE_PREFIX);

    private ControllerOptions() {}

    static Optional<NodeRanges> nodeRanges(Arguments arguments) {
        if (!arguments.has(ALLOCATE)) {
            return Optional.empty();
        }
        var range = arguments
                .text(CLUSTER_RANGE)
                .orElseThrow(() -> new UsageException("--allocate-node-cidrs needs --cluster-cidr"));
        int nodeBits = arguments.number(NODE_PREFIX, USUAL_PREFIX_BITS);
        int clusterBits = prefixBits(range);
        if (nodeBits < clusterBits || nodeBits > ADDRESS_BITS) {
            throw new UsageException("--node-cidr-mask-size " + nodeBits + " does not lie between the prefix of "
                    + "--cluster-cidr, " + clusterBits + ", and " + ADDRESS_BITS);
        }
        var usual = NodeRanges.of(List.of(range));
        return Optional.of(new NodeRanges(usual.clusterRanges(), nodeBits, usual.prefixBitsIpv6()));
    }

    /** Where other machines may join, every node is given addresses out of the usual range. */
    static Optional<NodeRanges> rangesOfAgents(Arguments arguments) {
        if (arguments.has(ALLOCATE)) {
            throw new UsageException("--agents gives nodes addresses by itself, out of " + MachineNetwork.ALL_PODS
                    + "; leave --allocate-node-cidrs out");
        }
        return Optional.of(NodeRanges.of(List.of(MachineNetwork.ALL_PODS)));
    }

    private static int prefixBits(String range) {
        try {
            return ADDRESS_BITS
                    - Integer.numberOfTrailingZeros(AddressRange.parse(range).size());
        } catch (IllegalArgumentException e) {
            throw new UsageException("--cluster-cidr " + range + " is no range of IPv4 addresses", e);
        }
    }
}
