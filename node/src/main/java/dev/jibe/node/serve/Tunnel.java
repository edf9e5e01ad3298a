package dev.jibe.node.serve;

import dev.jibe.wire.WireException;
import dev.jibe.wire.http.Headers;
import dev.jibe.wire.http.RawConnection;
import dev.jibe.wire.http.client.ClientRequest;
import dev.jibe.wire.http.client.HttpClient;
import dev.jibe.wire.http.server.Exchange;
import dev.jibe.wire.tls.ClientTls;
import java.net.URI;

/** Joins a client that wants a stream protocol with the streaming server of the container runtime, byte for byte. */
final class Tunnel {
    private static final int BLOCK_BYTES = 32 << 10;
    private static final int ERROR_LIMIT_BYTES = 64 << 10;
    private static final byte[] NO_BODY = {};

    private final HttpClient client;

    Tunnel(HttpClient client) {
        this.client = client;
    }

    void join(Exchange exchange, URI target) throws WireException {
        var headers = Headers.builder();
        exchange.request().headers().forEach((name, value) -> {
            if (name.equals("upgrade")
                    || name.equals("x-stream-protocol-version")
                    || name.startsWith("sec-websocket-")) {
                headers.add(name, value);
            }
        });
        headers.set("connection", "Upgrade");
        var request = ClientRequest.of(exchange.request().method(), target, headers.build(), NO_BODY);
        try (var response = client.upgrade(request, ClientTls.insecure())) {
            if (response.raw().isEmpty()) {
                exchange.respond(
                        response.status(), Headers.of("content-type", "text/plain"), response.body(ERROR_LIMIT_BYTES));
                return;
            }
            RawConnection inner = response.raw().get();
            RawConnection outer;
            try {
                outer = exchange.upgrade(response.headers().without("connection"));
            } catch (WireException e) {
                inner.close();
                throw e;
            }
            Thread.ofVirtual().name("tunnel-in").start(() -> pump(outer, inner));
            pump(inner, outer);
        }
    }

    private static void pump(RawConnection from, RawConnection to) {
        try {
            while (true) {
                byte[] block = new byte[BLOCK_BYTES];
                int length = from.read(block, 0, block.length);
                if (length < 0) {
                    return;
                }
                to.write(block, 0, length);
            }
        } catch (WireException e) {
            // One side went away, which ends the other.
        } finally {
            from.close();
            to.close();
        }
    }
}
