package dev.jibe.server.request;

import dev.jibe.wire.http.Headers;
import dev.jibe.wire.tls.ClientTls;
import java.util.Optional;

/**
 * Where a request goes on to.
 *
 * @param host address to connect to
 * @param path path and query there
 * @param toNode whether the peer is a node agent, to which the server proves who it is
 * @param delegation for the server of an API, which is told who asks
 * @param linksUnder the path under which links of the answer lead back; empty if it goes on as it is
 */
public record ForwardTarget(
        String scheme,
        String host,
        int port,
        String path,
        boolean toNode,
        Optional<Delegation> delegation,
        String linksUnder) {

    /**
     * How another server is spoken to in a user's name.
     *
     * @param identity headers that name the user
     */
    public record Delegation(ClientTls tls, Headers identity) {}

    public ForwardTarget(String scheme, String host, int port, String path, boolean toNode) {
        this(scheme, host, port, path, toNode, Optional.empty(), "");
    }

    /** The same, by the proxy subresource at a path. */
    public ForwardTarget proxiedAt(String proxyPath) {
        return new ForwardTarget(scheme, host, port, path, toNode, delegation, proxyPath);
    }
}
