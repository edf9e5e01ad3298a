package dev.jibe.network.proxy;

/**
 * The addresses of pods, as CIDR.
 *
 * @param node those of this node's pods
 * @param machine those of all clusters on the machine: pods of the others have services of their own
 * @param cluster those of all pods of the cluster, which reach one another under their own addresses
 */
public record PodRange(String node, String machine, String cluster) {}
