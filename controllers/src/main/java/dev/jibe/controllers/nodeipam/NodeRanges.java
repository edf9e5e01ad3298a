package dev.jibe.controllers.nodeipam;

import java.util.List;

/**
 * Out of what nodes are given the addresses of their pods.
 *
 * @param clusterRanges one of each family at most, as CIDR
 * @param prefixBitsIpv4 how long the prefix of a node's range is; likewise {@code prefixBitsIpv6}
 */
public record NodeRanges(List<String> clusterRanges, int prefixBitsIpv4, int prefixBitsIpv6) {
    private static final int USUAL_IPV4 = 24;
    private static final int USUAL_IPV6 = 64;

    public NodeRanges {
        clusterRanges = List.copyOf(clusterRanges);
    }

    /** With upstream's sizes. */
    public static NodeRanges of(List<String> clusterRanges) {
        return new NodeRanges(clusterRanges, USUAL_IPV4, USUAL_IPV6);
    }
}
