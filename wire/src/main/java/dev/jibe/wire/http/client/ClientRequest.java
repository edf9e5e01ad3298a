package dev.jibe.wire.http.client;

import dev.jibe.wire.http.Headers;
import java.net.URI;
import java.time.Duration;

/**
 * A request to be sent. The body is sent without a copy and must not change. {@code headTimeout} bounds the time until
 * the head of the response is there; zero is no bound, as for a watch behind a slow server.
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares requests.
public record ClientRequest(String method, URI uri, Headers headers, byte[] body, Duration headTimeout) {
    private static final byte[] NO_BODY = {};

    public static ClientRequest get(URI uri) {
        return new ClientRequest("GET", uri, Headers.EMPTY, NO_BODY, Duration.ZERO);
    }

    public static ClientRequest of(String method, URI uri, Headers headers, byte[] body) {
        return new ClientRequest(method, uri, headers, body, Duration.ZERO);
    }

    public ClientRequest with(Headers other) {
        return new ClientRequest(method, uri, other, body, headTimeout);
    }

    public ClientRequest within(Duration timeout) {
        return new ClientRequest(method, uri, headers, body, timeout);
    }

    /** Path and query as they go over the wire. */
    String target() {
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    }

    /** Host, and port unless it is the scheme's own. */
    String authority() {
        return uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
    }

    /** Whether it may be sent again when a connection broke before any answer (RFC 9110 9.2.2). */
    boolean isIdempotent() {
        return switch (method) {
            case "GET", "HEAD", "OPTIONS", "PUT", "DELETE" -> true;
            default -> false;
        };
    }
}
