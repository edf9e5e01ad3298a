package dev.jibe.wire.http.client;

import dev.jibe.runtime.Clock;
import dev.jibe.wire.WireException;
import dev.jibe.wire.tls.ClientTls;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * An HTTP client with pooled connections to any number of servers. Calls block and belong on virtual threads. Whom to
 * trust and who to be is said with each request, so that one client serves a whole process.
 */
public final class HttpClient implements AutoCloseable {
    private static final int MAX_ATTEMPTS = 3;
    private static final int MAX_CONNECTIONS_PER_ORIGIN = 256;
    private static final int MAX_ORIGINS = 10_000;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration IDLE = Duration.ofSeconds(60);

    private final Dialer dialer;
    private final Clock clock;
    private final ConcurrentHashMap<Origin, Pool> pools = new ConcurrentHashMap<>();
    private volatile boolean closed;

    public HttpClient(Clock clock, int eventLoops, Duration connectTimeout) {
        this.clock = clock;
        this.dialer = new Dialer(eventLoops, connectTimeout);
    }

    public HttpClient(Clock clock) {
        this(clock, 1, CONNECT_TIMEOUT);
    }

    /** Sends a request and waits for the head of the response. The settings of TLS count for {@code https} only. */
    public ClientResponse send(ClientRequest request, ClientTls tls) throws WireException {
        Pool pool = pool(Origin.of(request.uri(), tls));
        for (int attempt = 1; ; attempt++) {
            ClientConnection connection = pool.acquire();
            ClientExchange exchange = new ClientExchange(request, connection);
            connection.start(exchange);
            try {
                return await(exchange);
            } catch (ClientExchange.Lost e) {
                if (attempt >= MAX_ATTEMPTS || !(e.isUntouched || request.isIdempotent())) {
                    throw e;
                }
            }
        }
    }

    /**
     * Sends a request that asks for an upgrade, on a connection of its own that speaks HTTP/1.1. With status 101 the
     * response has a byte pipe; any other is an ordinary response.
     */
    public ClientResponse upgrade(ClientRequest request, ClientTls tls) throws WireException {
        ClientConnection connection = dialer.dial(Origin.of(request.uri(), tls), false, () -> {});
        if (!connection.tryReserve()) {
            throw new WireException("the server closed the connection at once");
        }
        ClientExchange exchange = new ClientExchange(request, connection);
        connection.start(exchange);
        return await(exchange);
    }

    private static ClientResponse await(ClientExchange exchange) throws WireException {
        Duration timeout = exchange.request.headTimeout();
        try {
            return timeout.isZero()
                    ? exchange.response.get()
                    : exchange.response.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof WireException known) {
                throw known;
            }
            throw new WireException(String.valueOf(e.getCause()), e);
        } catch (TimeoutException e) {
            exchange.cancel();
            throw new WireException("no response within " + timeout.toMillis() + " ms", e);
        } catch (InterruptedException e) {
            exchange.cancel();
            Thread.currentThread().interrupt();
            throw new WireException("interrupted while waiting for a response", e);
        }
    }

    private Pool pool(Origin origin) throws WireException {
        if (closed) {
            throw new WireException("the client is closed");
        }
        if (pools.size() >= MAX_ORIGINS) {
            pools.values().removeIf(Pool::isUnused);
        }
        return pools.computeIfAbsent(origin, key -> new Pool(key, dialer, clock, MAX_CONNECTIONS_PER_ORIGIN, IDLE));
    }

    /** Breaks off everything in progress. */
    @Override
    public void close() {
        closed = true;
        pools.values().forEach(Pool::close);
        dialer.close();
    }
}
