package dev.jibe.server.request;

/**
 * Where a request goes on to.
 *
 * @param host address to connect to
 * @param path path and query there
 * @param toNode whether the peer is a node agent, to which the server proves who it is
 */
public record ForwardTarget(String scheme, String host, int port, String path, boolean toNode) {}
