package dev.jibe.jibe;

import dev.jibe.store.StoreConfig;

/**
 * What a control plane needs to be told.
 *
 * @param host address to listen on
 * @param port port to listen on; 0 takes a free one
 * @param advertised address under which nodes and pods reach it
 * @param serviceRange addresses of services, as CIDR
 * @param store where and how objects are kept
 * @param measuresUsage whether there are nodes to ask for what pods use, and so metrics.k8s.io is served
 * @param settings who comes in, who decides, what is noted
 * @param surroundings chance, and the way of its parts to the API server
 */
public record ControlPlaneConfig(
        String host,
        int port,
        String advertised,
        String serviceRange,
        StoreConfig store,
        boolean measuresUsage,
        ServerSettings settings,
        Surroundings surroundings) {

    public static final String SERVICE_RANGE = "10.96.0.0/16";
}
