package dev.jibe.network.proxy;

/**
 * The addresses of pods, as CIDR.
 *
 * @param node those of this node's pods
 * @param machine those of all clusters on the machine: pods of the others have services of their own
 */
public record PodRange(String node, String machine) {}
