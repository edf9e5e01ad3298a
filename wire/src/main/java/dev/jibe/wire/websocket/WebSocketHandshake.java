package dev.jibe.wire.websocket;

import dev.jibe.wire.WireException;
import dev.jibe.wire.http.Headers;
import dev.jibe.wire.http.RawConnection;
import dev.jibe.wire.http.Request;
import dev.jibe.wire.http.client.ClientRequest;
import dev.jibe.wire.http.client.ClientResponse;
import dev.jibe.wire.http.client.HttpClient;
import dev.jibe.wire.http.server.Exchange;
import dev.jibe.wire.tls.ClientTls;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The opening of a WebSocket (RFC 6455 section 4), for both sides. */
public final class WebSocketHandshake {
    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final String VERSION = "13";
    private static final int KEY_BYTES = 16;

    private WebSocketHandshake() {}

    /** A server's refusal: the status and body that it answered instead. */
    public static final class Refused extends WireException {
        private static final int MAX_BODY_BYTES = 64 * 1024;
        private final int status;

        Refused(int status, String body) {
            super("websocket: the server answered " + status + ": " + body);
            this.status = status;
        }

        public int status() {
            return status;
        }
    }

    public static boolean isRequested(Request request) {
        return request.headers().hasToken("connection", "upgrade")
                && request.headers().hasToken("upgrade", "websocket");
    }

    /** The subprotocols that a client offers, best first. */
    public static List<String> offered(Request request) {
        List<String> offered = new ArrayList<>();
        for (String value : request.headers().all("sec-websocket-protocol")) {
            for (String name : value.split(",", -1)) {
                if (!name.isBlank()) {
                    offered.add(name.trim());
                }
            }
        }
        return offered;
    }

    /**
     * Accepts a request with the first offered subprotocol that is supported. A client that offers none gets none; one
     * that offers only others gets a 400, and this fails.
     */
    public static WebSocket accept(Exchange exchange, List<String> supported, int maxMessageBytes)
            throws WireException {
        Request request = exchange.request();
        String key = request.headers().get("sec-websocket-key", "");
        if (!isRequested(request) || key.isEmpty() || !request.method().equals("GET")) {
            throw refuse(exchange, 400, "not a websocket request", Headers.EMPTY);
        }
        if (!request.headers().get("sec-websocket-version", "").equals(VERSION)) {
            throw refuse(exchange, 426, "unsupported websocket version", Headers.of("sec-websocket-version", VERSION));
        }
        List<String> offered = offered(request);
        Optional<String> agreed = offered.stream().filter(supported::contains).findFirst();
        if (agreed.isEmpty() && !offered.isEmpty() && !supported.isEmpty()) {
            throw refuse(exchange, 400, "none of the subprotocols " + offered + " is supported", Headers.EMPTY);
        }
        Headers.Builder headers =
                Headers.builder().add("upgrade", "websocket").add("sec-websocket-accept", answer(key));
        agreed.ifPresent(name -> headers.add("sec-websocket-protocol", name));
        RawConnection raw = exchange.upgrade(headers.build());
        return new WebSocket(raw, agreed.orElse(""), maxMessageBytes, Optional.empty());
    }

    /** Opens a WebSocket as a client; {@link Refused} if the server answers anything but 101. */
    public static WebSocket connect(
            HttpClient client,
            ClientTls tls,
            ClientRequest request,
            List<String> subprotocols,
            int maxMessageBytes,
            RandomGenerator random)
            throws WireException {
        byte[] nonce = new byte[KEY_BYTES];
        random.nextBytes(nonce);
        String key = Base64.getEncoder().encodeToString(nonce);
        Headers.Builder headers = request.headers().toBuilder()
                .set("connection", "Upgrade")
                .set("upgrade", "websocket")
                .set("sec-websocket-version", VERSION)
                .set("sec-websocket-key", key);
        if (!subprotocols.isEmpty()) {
            headers.set("sec-websocket-protocol", String.join(", ", subprotocols));
        }
        ClientResponse response = client.upgrade(request.with(headers.build()), tls);
        if (response.raw().isEmpty()) {
            throw new Refused(
                    response.status(), new String(response.body(Refused.MAX_BODY_BYTES), StandardCharsets.UTF_8));
        }
        RawConnection raw = response.raw().get();
        String agreed = response.headers().get("sec-websocket-protocol", "");
        if (!response.headers().get("sec-websocket-accept", "").equals(answer(key))
                || (!agreed.isEmpty() && !subprotocols.contains(agreed))) {
            raw.close();
            throw new WireException("websocket: the server's handshake is wrong");
        }
        return new WebSocket(raw, agreed, maxMessageBytes, Optional.of(random));
    }

    private static WireException refuse(Exchange exchange, int status, String why, Headers headers)
            throws WireException {
        exchange.respond(status, headers, why.getBytes(StandardCharsets.UTF_8));
        return new WireException("websocket: " + why);
    }

    private static String answer(String key) throws WireException {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-1").digest((key + MAGIC).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new WireException("no SHA-1 in this JDK", e);
        }
    }
}
