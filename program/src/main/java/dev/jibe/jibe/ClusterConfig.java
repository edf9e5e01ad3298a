package dev.jibe.jibe;

import dev.jibe.store.StoreConfig;

/**
 * What a cluster is to be.
 *
 * @param port of the API server; 0 takes a free one
 * @param serviceRange addresses of services, as CIDR
 * @param nodes where its pods run
 * @param store where and how its objects are kept
 */
public record ClusterConfig(int port, String serviceRange, NodeChoice nodes, StoreConfig store) {}
