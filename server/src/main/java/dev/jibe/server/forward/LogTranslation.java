package dev.jibe.server.forward;

import dev.jibe.wire.WireException;
import dev.jibe.wire.http.client.ClientResponse;
import dev.jibe.wire.http.server.Exchange;
import dev.jibe.wire.websocket.CloseCode;
import dev.jibe.wire.websocket.WebSocket;
import dev.jibe.wire.websocket.WebSocketHandshake;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** A container's log for a WebSocket client: what comes is sent as it comes, in binary messages or as base64 text. */
final class LogTranslation {

    private static final String BASE64 = "base64.binary.k8s.io";
    private static final List<String> PROTOCOLS = List.of("binary.k8s.io", BASE64);

    /** A client has nothing to say here. */
    private static final int MAX_MESSAGE_BYTES = 4 << 10;

    private static final int BUFFER_BYTES = 16 << 10;

    private LogTranslation() {}

    static void run(Exchange exchange, ClientResponse log) throws WireException {
        var socket = WebSocketHandshake.accept(exchange, PROTOCOLS, MAX_MESSAGE_BYTES);
        socket.onClose(log::close);
        socket.ignoreMessages();
        try {
            copy(log, socket);
            socket.close(CloseCode.NORMAL, "");
        } catch (IOException e) {
            socket.close(CloseCode.ABNORMAL, "");
        }
    }

    private static void copy(ClientResponse log, WebSocket socket) throws IOException {
        boolean isText = socket.subprotocol().equals(BASE64);
        var buffer = new byte[BUFFER_BYTES];
        try (var in = log.stream()) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                var bytes = Arrays.copyOf(buffer, n);
                if (isText) {
                    socket.sendText(Base64.getEncoder().encodeToString(bytes));
                } else {
                    socket.sendBinary(bytes);
                }
            }
        }
    }
}
