package dev.jibe.wire.http.server;

import dev.jibe.wire.WireException;

/**
 * A response body of unknown length. What is written goes out soon, together with what other streams of the connection
 * write at that time. Arrays are sent without a copy: they must not change, and many streams may share one.
 */
public interface ResponseStream extends AutoCloseable {

    /** Writes; blocks while too much is on its way. Fails once the client is gone. */
    void write(byte[] bytes) throws WireException;

    /** Writes if there is room; false if not, or if the client is gone. Never blocks. */
    boolean tryWrite(byte[] bytes);

    boolean isWritable();

    /**
     * Runs the callback once, when there is room again or the client is gone; at once if so already. It may run on an
     * event loop: it must not block.
     */
    void onWritable(Runnable callback);

    boolean isOpen();

    /** Runs the callback on a virtual thread when the response has ended, by whichever side. */
    void onClose(Runnable callback);

    /** Ends the response; what was written still goes out. */
    @Override
    void close();

    /** Breaks the response off, so that the client sees it is not complete. */
    void abort();
}
