package dev.jibe.server.forward;

import dev.jibe.object.json.Json;
import dev.jibe.server.request.ApiException;
import dev.jibe.wire.WireException;
import dev.jibe.wire.http.Headers;
import dev.jibe.wire.http.client.ClientRequest;
import dev.jibe.wire.http.client.HttpClient;
import dev.jibe.wire.http.server.Exchange;
import dev.jibe.wire.spdy.SpdyConnection;
import dev.jibe.wire.spdy.SpdyStream;
import dev.jibe.wire.spdy.SpdyUpgrade;
import dev.jibe.wire.tls.ClientTls;
import dev.jibe.wire.websocket.Message;
import dev.jibe.wire.websocket.WebSocket;
import dev.jibe.wire.websocket.WebSocketHandshake;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Exec and attach between a WebSocket client and a SPDY peer.
 *
 * <p>A WebSocket message's first byte is the channel: 0 to 4 are stdin, stdout, stderr, error and resize; 255 closes the
 * channel that its second byte names (protocol v5). In the protocols with base64 messages are text, their first character
 * is the channel's digit and the rest is encoded. The oldest protocols, and a client that names none, are told of a failure
 * in words instead of as a {@code Status}; what they are not asked for they do not get.
 */
final class StreamTranslation {

    private static final String BASE64 = "base64.channel.k8s.io";
    private static final String NEWEST = "v5.channel.k8s.io";
    private static final List<String> WEBSOCKET_PROTOCOLS =
            List.of(NEWEST, "v4.channel.k8s.io", "v4." + BASE64, "channel.k8s.io", BASE64);
    private static final List<String> SPDY_PROTOCOLS =
            List.of("v4.channel.k8s.io", "v3.channel.k8s.io", "v2.channel.k8s.io", "channel.k8s.io");
    private static final List<String> OLDEST_SPDY_PROTOCOL = List.of("channel.k8s.io");
    private static final int MAX_MESSAGE_BYTES = 1 << 20;
    private static final int BUFFER_BYTES = 16 << 10;

    private static final int STDIN = 0;
    private static final int STDOUT = 1;
    private static final int STDERR = 2;
    private static final int ERROR = 3;
    private static final int RESIZE = 4;
    private static final int CLOSE = 255;

    private final HttpClient client;
    private final ClientTls tls;

    StreamTranslation(HttpClient client, ClientTls tls) {
        this.client = client;
        this.tls = tls;
    }

    void run(Exchange exchange, URI uri) throws WireException {
        var request = ClientRequest.of("POST", uri, Headers.EMPTY, new byte[0]);
        var protocol = WebSocketHandshake.offered(exchange.request()).stream()
                .filter(WEBSOCKET_PROTOCOLS::contains)
                .findFirst()
                .orElse("");
        if (protocol.equals(NEWEST)) {
            answered(exchange, uri, request);
            return;
        }
        boolean isVersioned = protocol.startsWith("v");
        var opened = SpdyUpgrade.connect(client, tls, request, isVersioned ? SPDY_PROTOCOLS : OLDEST_SPDY_PROTOCOL);
        join(() -> accept(exchange), opened.connection(), uri, isVersioned);
    }

    /** Answers the client before the peer is asked, whose failure the client is told of on the channel for that. */
    private void answered(Exchange exchange, URI uri, ClientRequest request) throws WireException {
        var socket = accept(exchange);
        try {
            join(
                    () -> socket,
                    SpdyUpgrade.connect(client, tls, request, SPDY_PROTOCOLS).connection(),
                    uri,
                    true);
        } catch (SpdyUpgrade.Refused e) {
            fail(
                    socket,
                    "unable to upgrade connection: "
                            + (e.body().isBlank()
                                    ? "empty server response"
                                    : e.body().strip()));
        } catch (WireException e) {
            fail(socket, "error sending request: Post \"" + uri + "\": " + e.getMessage());
        }
    }

    private static void fail(WebSocket socket, String why) throws WireException {
        var status = ApiException.internal(why).status().without("kind").without("apiVersion");
        socket.sendBinary(new byte[] {ERROR}, Json.write(status));
        socket.close(1000, "");
    }

    private static WebSocket accept(Exchange exchange) throws WireException {
        return WebSocketHandshake.accept(exchange, WEBSOCKET_PROTOCOLS, MAX_MESSAGE_BYTES);
    }

    /** What makes the client's side, once the peer has taken its streams. */
    private interface Client {
        WebSocket socket() throws WireException;
    }

    private static void join(Client client, SpdyConnection peer, URI uri, boolean isVersioned) throws WireException {
        try (var connection = peer) {
            Map<Integer, SpdyStream> streams = new HashMap<>();
            for (int channel : channels(uri.getRawQuery() == null ? "" : uri.getRawQuery(), isVersioned)) {
                streams.put(channel, connection.createStream(Headers.of("streamtype", name(channel))));
            }
            var socket = client.socket();
            var outputs = new ArrayList<Thread>();
            for (int channel : new int[] {STDOUT, STDERR, ERROR}) {
                var stream = streams.get(channel);
                if (stream != null) {
                    outputs.add(Thread.startVirtualThread(() -> copy(stream, socket, channel)));
                }
            }
            var input = Thread.startVirtualThread(() -> read(socket, streams));
            for (var output : outputs) {
                output.join();
            }
            socket.close(1000, "");
            input.interrupt();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String name(int channel) {
        return switch (channel) {
            case STDIN -> "stdin";
            case STDOUT -> "stdout";
            case STDERR -> "stderr";
            case RESIZE -> "resize";
            default -> "error";
        };
    }

    /** The streams in the order in which peers expect them. */
    private static List<Integer> channels(String query, boolean resizes) {
        var on = Arrays.asList(query.split("&", -1));
        var channels = new ArrayList<Integer>();
        channels.add(ERROR);
        if (on.contains("input=1")) {
            channels.add(STDIN);
        }
        if (on.contains("output=1")) {
            channels.add(STDOUT);
        }
        boolean tty = on.contains("tty=1");
        if (on.contains("error=1") && !tty) {
            channels.add(STDERR);
        }
        if (tty && resizes) {
            channels.add(RESIZE);
        }
        return channels;
    }

    private static void copy(SpdyStream from, WebSocket to, int channel) {
        var head = new byte[] {(byte) channel};
        var buffer = new byte[BUFFER_BYTES];
        boolean isText = to.subprotocol().endsWith(BASE64);
        try (var in = from.input()) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                var bytes = Arrays.copyOf(buffer, n);
                if (isText) {
                    to.sendText(channel + Base64.getEncoder().encodeToString(bytes));
                } else {
                    to.sendBinary(head, bytes);
                }
            }
        } catch (IOException e) {
            from.reset();
        }
    }

    private static void read(WebSocket socket, Map<Integer, SpdyStream> streams) {
        try {
            while (true) {
                switch (socket.receive()) {
                    case Message.Binary binary -> input(binary.bytes(), streams);
                    case Message.Text text -> input(decoded(text.text()), streams);
                    case Message.Close ignored -> {
                        streams.values().forEach(SpdyStream::reset);
                        return;
                    }
                }
            }
        } catch (WireException e) {
            streams.values().forEach(SpdyStream::reset);
        }
    }

    /** A message of the protocols with base64 as the others have it; what is none is nothing. */
    private static byte[] decoded(String text) {
        if (text.isEmpty() || text.charAt(0) < '0' || text.charAt(0) > '0' + RESIZE) {
            return new byte[0];
        }
        try {
            var bytes = Base64.getDecoder().decode(text.substring(1));
            var message = new byte[bytes.length + 1];
            message[0] = (byte) (text.charAt(0) - '0');
            System.arraycopy(bytes, 0, message, 1, bytes.length);
            return message;
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private static void input(byte[] message, Map<Integer, SpdyStream> streams) throws WireException {
        if (message.length == 0) {
            return;
        }
        int channel = message[0] & 255;
        if (channel == CLOSE) {
            var closed = message.length > 1 ? streams.get((int) message[1]) : null;
            if (closed != null) {
                closed.closeOutput();
            }
            return;
        }
        var stream = streams.get(channel);
        if (stream != null && (channel == STDIN || channel == RESIZE) && message.length > 1) {
            stream.write(message, 1, message.length - 1);
        }
    }
}
