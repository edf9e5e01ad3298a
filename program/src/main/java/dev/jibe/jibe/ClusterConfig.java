package dev.jibe.jibe;

import dev.jibe.controllers.nodeipam.NodeRanges;
import dev.jibe.scheduler.config.SchedulerConfig;
import dev.jibe.store.StoreConfig;
import java.util.Optional;

/**
 * What a cluster is to be.
 *
 * @param port of the API server; 0 takes a free one
 * @param serviceRange addresses of services, as CIDR
 * @param nodes where its pods run
 * @param store where and how its objects are kept
 * @param settings of the API server
 * @param scheduler how the scheduler works
 * @param nodeRanges out of what nodes are given addresses for their pods, if the cluster does that
 * @param surroundings chance, and the way of its parts to the API server
 */
public record ClusterConfig(
        int port,
        String serviceRange,
        NodeChoice nodes,
        StoreConfig store,
        ServerSettings settings,
        SchedulerConfig scheduler,
        Optional<NodeRanges> nodeRanges,
        Surroundings surroundings) {

    /** A cluster in the usual surroundings. */
    public ClusterConfig(
            int port,
            String serviceRange,
            NodeChoice nodes,
            StoreConfig store,
            ServerSettings settings,
            SchedulerConfig scheduler,
            Optional<NodeRanges> nodeRanges) {
        this(port, serviceRange, nodes, store, settings, scheduler, nodeRanges, Surroundings.USUAL);
    }

    /** A cluster with the usual settings. */
    public ClusterConfig(int port, String serviceRange, NodeChoice nodes, StoreConfig store) {
        this(port, serviceRange, nodes, store, ServerSettings.DEFAULT, SchedulerConfig.DEFAULT, Optional.empty());
    }

    public ClusterConfig withSettings(ServerSettings others) {
        return new ClusterConfig(port, serviceRange, nodes, store, others, scheduler, nodeRanges, surroundings);
    }

    public ClusterConfig withSurroundings(Surroundings others) {
        return new ClusterConfig(port, serviceRange, nodes, store, settings, scheduler, nodeRanges, others);
    }
}
