package dev.jibe.wire.http.client;

import dev.jibe.wire.WireException;
import dev.jibe.wire.http.Headers;
import dev.jibe.wire.http.HttpVersion;
import dev.jibe.wire.http.RawConnection;
import dev.jibe.wire.http.channel.Inbound;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** One request on its way and the response to it, on one connection. */
final class ClientExchange {
    final ClientRequest request;
    final Inbound body = new Inbound(this::taken);
    final CompletableFuture<ClientResponse> response = new CompletableFuture<>();
    private final ClientConnection connection;
    volatile int streamId;
    private int unreturned;

    /** A connection that broke before an answer: the request may be sent again if that does no harm. */
    static final class Lost extends WireException {
        final boolean isUntouched;

        Lost(String message, boolean isUntouched) {
            super(message);
            this.isUntouched = isUntouched;
        }
    }

    ClientExchange(ClientRequest request, ClientConnection connection) {
        this.request = request;
        this.connection = connection;
    }

    void receiveHead(int status, Headers headers, HttpVersion version) {
        response.complete(new ClientResponse(status, headers, version, this));
    }

    void receiveUpgrade(int status, Headers headers, RawConnection raw) {
        response.complete(new ClientResponse(status, headers, HttpVersion.HTTP_1_1, this, Optional.of(raw)));
    }

    void fail(WireException cause) {
        response.completeExceptionally(cause);
        body.fail(cause);
    }

    void cancel() {
        if (!body.isEnded() || !response.isDone()) {
            connection.cancel(this);
        }
        body.discard();
    }

    private void taken(int bytes) {
        int returned;
        synchronized (this) {
            unreturned += bytes;
            if (unreturned < ClientConnection.RETURNED_AT_ONCE_BYTES) {
                return;
            }
            returned = unreturned;
            unreturned = 0;
        }
        connection.taken(this, returned);
    }
}
