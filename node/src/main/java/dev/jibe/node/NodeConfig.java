package dev.jibe.node;

import dev.jibe.node.api.Sight;
import dev.jibe.node.serve.ClientCheck;
import dev.jibe.wire.tls.TlsConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a node agent is told about its node.
 *
 * @param ips the addresses under which others reach the node; the first is the main one
 * @param labels in addition to those that every node has
 * @param clusterDns the address of the cluster's DNS service, or empty
 * @param podCidr the range of the pods' addresses, or empty if somebody else assigns it
 * @param port of the node's HTTPS API; 0 for any free one, upstream's is 10250
 */
public record NodeConfig(
        String name,
        List<String> ips,
        Map<String, String> labels,
        Path dataDirectory,
        String clusterDns,
        String clusterDomain,
        String podCidr,
        int maxPods,
        int port,
        TlsConfig tls,
        ClientCheck clients,
        Sight sight) {}
