package dev.jibe.wire.http.server;

import java.time.Duration;

/**
 * The bounds of what a server takes from a client; by default those of upstream's API server where it has them.
 *
 * @param maxRequestLineBytes of HTTP/1
 * @param maxHeldBytes of bodies that are not complete and answers that are not taken, of all clients together
 * @param requestTimeout how long a body may take to arrive, and an answer of known length to be taken
 */
public record Limits(
        int maxRequestLineBytes,
        int maxHeaderBytes,
        int maxConcurrentStreams,
        int maxConnections,
        int responseBufferBytes,
        long maxHeldBytes,
        Duration handshakeTimeout,
        Duration headTimeout,
        Duration requestTimeout,
        Duration idleTimeout) {

    /** The part of the heap that may be held for clients. */
    private static final int HELD_PART = 8;

    public static final Limits DEFAULT = new Limits(
            1024 * 1024,
            1024 * 1024,
            100,
            OpenFiles.connections(OpenFiles.limit(), Runtime.getRuntime().maxMemory()),
            256 * 1024,
            Runtime.getRuntime().maxMemory() / HELD_PART,
            Duration.ofSeconds(10),
            Duration.ofSeconds(32),
            Duration.ofSeconds(60),
            Duration.ofSeconds(90));

    public Limits withMaxHeaderBytes(int bytes) {
        return new Limits(
                bytes,
                bytes,
                maxConcurrentStreams,
                maxConnections,
                responseBufferBytes,
                maxHeldBytes,
                handshakeTimeout,
                headTimeout,
                requestTimeout,
                idleTimeout);
    }

    public Limits withMaxHeldBytes(long bytes) {
        return with(maxConcurrentStreams, bytes, handshakeTimeout, headTimeout, requestTimeout, idleTimeout);
    }

    public Limits withMaxConcurrentStreams(int count) {
        return with(count, maxHeldBytes, handshakeTimeout, headTimeout, requestTimeout, idleTimeout);
    }

    public Limits withRequestTimeout(Duration request) {
        return withTimeouts(handshakeTimeout, headTimeout, request, idleTimeout);
    }

    public Limits withTimeouts(Duration handshake, Duration head, Duration request, Duration idle) {
        return with(maxConcurrentStreams, maxHeldBytes, handshake, head, request, idle);
    }

    private Limits with(
            int streams, long heldBytes, Duration handshake, Duration head, Duration request, Duration idle) {
        return new Limits(
                maxRequestLineBytes,
                maxHeaderBytes,
                streams,
                maxConnections,
                responseBufferBytes,
                heldBytes,
                handshake,
                head,
                request,
                idle);
    }
}
