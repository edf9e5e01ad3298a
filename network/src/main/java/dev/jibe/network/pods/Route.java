package dev.jibe.network.pods;

/**
 * The way to the pods of another node.
 *
 * @param range their addresses, as CIDR
 * @param via the address of the node
 * @param tunnelled packed into VXLAN, because there is a router in between that knows nothing of pods
 */
public record Route(String range, String via, boolean tunnelled) {}
