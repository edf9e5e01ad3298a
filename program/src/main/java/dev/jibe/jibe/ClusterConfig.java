package dev.jibe.jibe;

/** What {@code jibe up} was told. */
record ClusterConfig(int port, String serviceRange, NodeChoice nodes) {}
