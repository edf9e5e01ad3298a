package dev.jibe.wire.http.server;

import dev.jibe.runtime.Clock;
import dev.jibe.wire.tls.TlsConfig;
import java.util.Optional;

/** Where and how a server listens: port 0 is any free one; without TLS it speaks HTTP/1.1 only. */
public record ServerConfig(String host, int port, Optional<TlsConfig> tls, Limits limits, Clock clock, int eventLoops) {
    private static final int MAX_EVENT_LOOPS = 8;

    public static ServerConfig https(String host, int port, TlsConfig tls, Clock clock) {
        return new ServerConfig(host, port, Optional.of(tls), Limits.DEFAULT, clock, defaultEventLoops());
    }

    public static ServerConfig cleartext(String host, int port, Clock clock) {
        return new ServerConfig(host, port, Optional.empty(), Limits.DEFAULT, clock, defaultEventLoops());
    }

    public ServerConfig with(Limits other) {
        return new ServerConfig(host, port, tls, other, clock, eventLoops);
    }

    public ServerConfig withEventLoops(int count) {
        return new ServerConfig(host, port, tls, limits, clock, count);
    }

    private static int defaultEventLoops() {
        return Math.clamp(Runtime.getRuntime().availableProcessors(), 1, MAX_EVENT_LOOPS);
    }
}
