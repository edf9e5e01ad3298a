package dev.jibe.network.proxy;

import java.util.List;

/**
 * One port of one service, with everything that leads to it and all that it leads to.
 *
 * @param id namespace/name:port, unique
 * @param protocol tcp, udp or sctp
 * @param clusterAddress the service's own address; empty if it has none of IPv4
 * @param addresses all that lead to it: cluster address, external and load balancer addresses
 * @param nodePort 0 if there is none
 * @param affinitySeconds how long a client keeps its endpoint; 0 if it does not
 * @param localOnly whether traffic from outside stays on the node that it reached
 */
public record ServicePort(
        String id,
        String protocol,
        int port,
        String clusterAddress,
        List<String> addresses,
        int nodePort,
        int affinitySeconds,
        boolean localOnly,
        List<Endpoint> endpoints) {

    /**
     * Where a connection can end.
     *
     * @param isLocal whether it is on this node
     */
    public record Endpoint(String address, int port, boolean isLocal) {}

    List<Endpoint> localEndpoints() {
        return endpoints.stream().filter(Endpoint::isLocal).toList();
    }
}
