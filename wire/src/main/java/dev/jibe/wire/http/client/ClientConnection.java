package dev.jibe.wire.http.client;

/** A connection of the client, in whichever version of HTTP. Any thread may use it. */
sealed interface ClientConnection permits Http1ClientConnection, Http2ClientConnection {
    /** Bodies are acknowledged to the peer in pieces of this size, not for every little read. */
    int RETURNED_AT_ONCE_BYTES = 32 * 1024;

    /** Takes room for one more exchange, if there is any. */
    boolean tryReserve();

    /** Sends the request of an exchange for which there is room. */
    void start(ClientExchange exchange);

    void cancel(ClientExchange exchange);

    /** The reader of an exchange has taken bytes of its body. */
    void taken(ClientExchange exchange, int bytes);

    boolean isOpen();

    /** Whether it carries nothing and can be closed without harm. */
    boolean isIdle();

    void close();
}
