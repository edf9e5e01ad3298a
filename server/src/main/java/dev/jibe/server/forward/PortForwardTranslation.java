package dev.jibe.server.forward;

import dev.jibe.wire.WireException;
import dev.jibe.wire.http.Headers;
import dev.jibe.wire.http.RawConnection;
import dev.jibe.wire.http.client.ClientRequest;
import dev.jibe.wire.http.client.HttpClient;
import dev.jibe.wire.http.server.Exchange;
import dev.jibe.wire.tls.ClientTls;
import dev.jibe.wire.websocket.Message;
import dev.jibe.wire.websocket.WebSocket;
import dev.jibe.wire.websocket.WebSocketHandshake;
import java.net.URI;
import java.util.Arrays;
import java.util.List;

/** Port-forward over a WebSocket: the client speaks SPDY inside of the socket's messages. */
final class PortForwardTranslation {

    private static final List<String> PROTOCOLS = List.of("SPDY/3.1+portforward.k8s.io");
    private static final int MAX_MESSAGE_BYTES = 1 << 20;
    private static final int BUFFER_BYTES = 32 << 10;

    private final HttpClient client;
    private final ClientTls tls;

    PortForwardTranslation(HttpClient client, ClientTls tls) {
        this.client = client;
        this.tls = tls;
    }

    void run(Exchange exchange, URI uri) throws WireException {
        var headers = Headers.of(
                "connection", "Upgrade", "upgrade", "SPDY/3.1", "x-stream-protocol-version", "portforward.k8s.io");
        var response = client.upgrade(ClientRequest.of("POST", uri, headers, new byte[0]), tls);
        var raw = response.raw().orElseThrow(() -> new WireException("unable to upgrade: status " + response.status()));
        try (raw) {
            var socket = WebSocketHandshake.accept(exchange, PROTOCOLS, MAX_MESSAGE_BYTES);
            var out = Thread.startVirtualThread(() -> toClient(raw, socket));
            toPeer(socket, raw);
            raw.close();
            out.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void toPeer(WebSocket socket, RawConnection raw) {
        try {
            while (socket.receive() instanceof Message.Binary binary) {
                raw.write(binary.bytes());
            }
        } catch (WireException e) {
            raw.close();
        }
    }

    private static void toClient(RawConnection raw, WebSocket socket) {
        var buffer = new byte[BUFFER_BYTES];
        try {
            for (int n = raw.read(buffer, 0, buffer.length); n >= 0; n = raw.read(buffer, 0, buffer.length)) {
                socket.sendBinary(Arrays.copyOf(buffer, n));
            }
            socket.close(1000, "");
        } catch (WireException e) {
            socket.close();
        }
    }
}
