package dev.jibe.wire.http.client;

import dev.jibe.runtime.Clock;
import dev.jibe.wire.WireException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The open connections to one origin. */
final class Pool {
    private final Origin origin;
    private final Dialer dialer;
    private final Clock clock;
    private final int maxConnections;
    private final long idleNanos;
    private final List<ClientConnection> connections = new ArrayList<>();
    private int dialing;
    private boolean speaksHttp1;
    private long usedNanos;

    Pool(Origin origin, Dialer dialer, Clock clock, int maxConnections, Duration idle) {
        this.origin = origin;
        this.dialer = dialer;
        this.clock = clock;
        this.maxConnections = maxConnections;
        this.idleNanos = idle.toNanos();
    }

    /** A connection with room for one exchange; waits while all are busy and no more may be opened. */
    ClientConnection acquire() throws WireException {
        ClientConnection open;
        try {
            open = reserve();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WireException("interrupted while waiting for a connection", e);
        }
        return open == null ? dial() : open;
    }

    /** Room on an open connection; null if the caller is to open one. */
    private synchronized @Nullable ClientConnection reserve() throws InterruptedException {
        dropStale();
        while (true) {
            connections.removeIf(connection -> !connection.isOpen());
            for (int i = connections.size() - 1; i >= 0; i--) {
                if (connections.get(i).tryReserve()) {
                    return connections.get(i);
                }
            }
            // The first connection tells whether one is enough for many requests.
            if (connections.size() + dialing < maxConnections && (dialing == 0 || speaksHttp1)) {
                dialing++;
                return null;
            }
            wait();
        }
    }

    private ClientConnection dial() throws WireException {
        ClientConnection made = null;
        try {
            made = dialer.dial(origin, true, this::freed);
            if (!made.tryReserve()) {
                throw new WireException("the server closed the connection at once");
            }
            return made;
        } finally {
            synchronized (this) {
                dialing--;
                if (made != null) {
                    connections.add(made);
                    speaksHttp1 = made instanceof Http1ClientConnection;
                }
                notifyAll();
            }
        }
    }

    /** Servers close idle connections: one that was idle for long is not worth the risk of losing a request. */
    private void dropStale() {
        long now = clock.nanoTime();
        if (now - usedNanos > idleNanos) {
            for (ClientConnection connection : connections) {
                if (connection.isIdle()) {
                    connection.close();
                }
            }
            connections.removeIf(ClientConnection::isIdle);
        }
        usedNanos = now;
    }

    private synchronized void freed() {
        notifyAll();
    }

    synchronized boolean isUnused() {
        connections.removeIf(connection -> !connection.isOpen());
        return dialing == 0 && connections.isEmpty();
    }

    synchronized void close() {
        connections.forEach(ClientConnection::close);
        connections.clear();
    }
}
