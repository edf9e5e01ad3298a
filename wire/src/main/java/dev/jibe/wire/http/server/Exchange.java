package dev.jibe.wire.http.server;

import dev.jibe.wire.WireException;
import dev.jibe.wire.http.Headers;
import dev.jibe.wire.http.RawConnection;
import dev.jibe.wire.http.Request;

/** One request and its response. Any thread may use it. */
public interface Exchange {

    Request request();

    /** The whole body; {@link dev.jibe.wire.http.BodyTooLargeException} if it is larger than the limit. */
    byte[] body(int limitBytes) throws WireException;

    /**
     * The whole response. The arrays are sent without a copy and must not change. It waits for the
     * connection to take charge of large ones, not for the client. With {@code
     * connection: close} a connection that speaks HTTP/2 takes no more requests.
     */
    void respond(int status, Headers headers, byte[]... body) throws WireException;

    /** Likewise with an answer that may be long; what it held is no longer there afterwards. */
    void respond(int status, Headers headers, Pieces body) throws WireException;

    /** Begins a response of unknown length. */
    ResponseStream stream(int status, Headers headers) throws WireException;

    /** Answers 101 and turns the connection into a byte pipe; only HTTP/1.1 can. */
    RawConnection upgrade(Headers headers) throws WireException;

    /** Whether a response has been begun. */
    boolean isResponded();

    /** Whether the client went away before the response was complete. */
    boolean isAborted();

    /** Runs the callback on a virtual thread if the client goes away before the response is complete. */
    void onAbort(Runnable callback);
}
