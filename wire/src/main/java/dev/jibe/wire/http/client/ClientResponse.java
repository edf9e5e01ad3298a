package dev.jibe.wire.http.client;

import dev.jibe.wire.WireException;
import dev.jibe.wire.http.Headers;
import dev.jibe.wire.http.HttpVersion;
import dev.jibe.wire.http.RawConnection;
import java.io.InputStream;
import java.util.Optional;

/**
 * The head of a response, and its body as it arrives. It must be read to its end or closed: until then it occupies its
 * connection or stream.
 */
public final class ClientResponse implements AutoCloseable {
    private final int status;
    private final Headers headers;
    private final HttpVersion version;
    private final ClientExchange exchange;
    private final Optional<RawConnection> raw;

    ClientResponse(int status, Headers headers, HttpVersion version, ClientExchange exchange) {
        this(status, headers, version, exchange, Optional.empty());
    }

    ClientResponse(
            int status, Headers headers, HttpVersion version, ClientExchange exchange, Optional<RawConnection> raw) {
        this.status = status;
        this.headers = headers;
        this.version = version;
        this.exchange = exchange;
        this.raw = raw;
    }

    public int status() {
        return status;
    }

    public boolean isSuccess() {
        return status / 100 == 2;
    }

    public Headers headers() {
        return headers;
    }

    public HttpVersion version() {
        return version;
    }

    /** The whole body; {@link dev.jibe.wire.http.BodyTooLargeException} if it is larger than the limit. */
    public byte[] body(int limitBytes) throws WireException {
        try (this) {
            return exchange.body.all(limitBytes);
        }
    }

    /** The body as it arrives; closing it breaks the response off. */
    public InputStream stream() {
        return exchange.body.stream(this::close);
    }

    /** The byte pipe of a connection that the server agreed to upgrade (status 101). */
    public Optional<RawConnection> raw() {
        return raw;
    }

    /** Breaks the response off if it has not ended. An upgraded connection is closed on its own. */
    @Override
    public void close() {
        if (raw.isEmpty()) {
            exchange.cancel();
        }
    }
}
