package dev.jibe.wire.spdy;

import dev.jibe.wire.WireException;
import dev.jibe.wire.http.Headers;
import dev.jibe.wire.http.Request;
import dev.jibe.wire.http.client.ClientRequest;
import dev.jibe.wire.http.client.ClientResponse;
import dev.jibe.wire.http.client.HttpClient;
import dev.jibe.wire.http.server.Exchange;
import dev.jibe.wire.tls.ClientTls;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The opening of a SPDY connection by an HTTP upgrade, with the negotiation of what is spoken on its streams
 * ({@code X-Stream-Protocol-Version}), as the streaming subresources of pods have it.
 */
public final class SpdyUpgrade {
    public static final String PROTOCOL_HEADER = "x-stream-protocol-version";

    private static final String ACCEPTED_HEADER = "x-accepted-stream-protocol-versions";
    private static final String SPDY = "SPDY/3.1";
    private static final int MAX_BODY_BYTES = 64 * 1024;

    private SpdyUpgrade() {}

    /** An open connection and the protocol that was agreed on; empty if the client named none. */
    public record Opened(SpdyConnection connection, String protocol) {}

    /** A server's refusal: what it answered instead of upgrading. */
    public static final class Refused extends WireException {
        private final int status;
        private final String body;

        Refused(int status, String body) {
            super("spdy: the server answered " + status + ": " + body);
            this.status = status;
            this.body = body;
        }

        public String body() {
            return body;
        }

        public int status() {
            return status;
        }
    }

    public static boolean isRequested(Request request) {
        return request.headers().hasToken("connection", "upgrade")
                && request.headers().hasToken("upgrade", SPDY);
    }

    /** Accepts a request; one that offers only protocols that are not supported gets a 403, and this fails. */
    public static Opened accept(Exchange exchange, List<String> supported, Consumer<SpdyStream> onStream)
            throws WireException {
        List<String> offered = new ArrayList<>();
        for (String value : exchange.request().headers().all(PROTOCOL_HEADER)) {
            for (String name : value.split(",", -1)) {
                offered.add(name.trim());
            }
        }
        Optional<String> agreed = offered.stream().filter(supported::contains).findFirst();
        if (agreed.isEmpty() && !offered.isEmpty()) {
            String why = "unable to negotiate protocol: client supports " + offered + ", server accepts " + supported;
            Headers accepted = Headers.of(ACCEPTED_HEADER, String.join(", ", supported));
            exchange.respond(403, accepted, why.getBytes(StandardCharsets.UTF_8));
            throw new WireException(why);
        }
        Headers.Builder headers = Headers.builder().add("upgrade", SPDY);
        agreed.ifPresent(name -> headers.add(PROTOCOL_HEADER, name));
        return new Opened(SpdyConnection.server(exchange.upgrade(headers.build()), onStream), agreed.orElse(""));
    }

    /** Opens a connection as a client; {@link Refused} if the server answers anything but 101. */
    public static Opened connect(HttpClient client, ClientTls tls, ClientRequest request, List<String> protocols)
            throws WireException {
        Headers.Builder headers =
                request.headers().toBuilder().set("connection", "Upgrade").set("upgrade", SPDY);
        protocols.forEach(name -> headers.add(PROTOCOL_HEADER, name));
        ClientResponse response = client.upgrade(request.with(headers.build()), tls);
        if (response.raw().isEmpty()) {
            throw new Refused(response.status(), new String(response.body(MAX_BODY_BYTES), StandardCharsets.UTF_8));
        }
        String agreed = response.headers().get(PROTOCOL_HEADER, "");
        return new Opened(SpdyConnection.client(response.raw().get()), agreed);
    }
}
