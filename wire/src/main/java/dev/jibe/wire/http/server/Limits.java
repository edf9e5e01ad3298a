package dev.jibe.wire.http.server;

import java.time.Duration;

/** The bounds of what a server takes from a client. */
public record Limits(
        int maxRequestLineBytes,
        int maxHeaderBytes,
        int maxConcurrentStreams,
        int maxConnections,
        int responseBufferBytes,
        Duration handshakeTimeout,
        Duration headTimeout,
        Duration bodyStallTimeout,
        Duration idleTimeout) {

    public static final Limits DEFAULT = new Limits(
            64 * 1024,
            128 * 1024,
            250,
            20_000,
            256 * 1024,
            Duration.ofSeconds(10),
            Duration.ofSeconds(32),
            Duration.ofSeconds(60),
            Duration.ofSeconds(90));

    public Limits withMaxHeaderBytes(int bytes) {
        return new Limits(
                maxRequestLineBytes,
                bytes,
                maxConcurrentStreams,
                maxConnections,
                responseBufferBytes,
                handshakeTimeout,
                headTimeout,
                bodyStallTimeout,
                idleTimeout);
    }

    public Limits withTimeouts(Duration handshake, Duration head, Duration bodyStall, Duration idle) {
        return new Limits(
                maxRequestLineBytes,
                maxHeaderBytes,
                maxConcurrentStreams,
                maxConnections,
                responseBufferBytes,
                handshake,
                head,
                bodyStall,
                idle);
    }
}
