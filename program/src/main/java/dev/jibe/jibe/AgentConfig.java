package dev.jibe.jibe;

import java.net.URI;

/**
 * How a machine joins a cluster.
 *
 * @param token by which it is let in the first time; empty if it has its certificate already
 * @param pin what the cluster's authority is known by; empty if it is known already
 */
record AgentConfig(URI server, String token, String pin, String node, boolean mayInstall) {}
