package dev.jibe.network.pods;

/** The way to the pods of another node: their addresses, as CIDR, and the node's own. */
public record Route(String range, String via) {}
