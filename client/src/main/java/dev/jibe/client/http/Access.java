package dev.jibe.client.http;

import dev.jibe.wire.tls.ClientTls;
import java.net.URI;
import java.util.function.Supplier;

/**
 * Where an API server is and who to be there.
 *
 * @param token the bearer token, asked for with every call because it may be renewed; empty for none
 */
public record Access(URI server, ClientTls tls, Supplier<String> token) {

    /** As whoever the client certificate in the TLS settings names, or as nobody. */
    public static Access of(URI server, ClientTls tls) {
        return new Access(server, tls, () -> "");
    }
}
