package dev.jibe.wire.http.server;

/** What answers requests. */
@FunctionalInterface
public interface Handler {

    /**
     * Answers one request, on a virtual thread of its own; it may block. It must have begun a response when it returns;
     * a stream may be finished later and elsewhere. What it throws becomes a 413 or 500 if nothing was sent.
     */
    void handle(Exchange exchange) throws Exception;
}
