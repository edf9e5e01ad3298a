package dev.jibe.store.etcd;

import io.netty.handler.ssl.SslContext;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where etcd is and how it is treated; the defaults are those of upstream's API server.
 *
 * @param endpoints {@code http://host:port} or {@code https://host:port}; any of them will do
 * @param tls for https
 * @param requestTimeout how long a read or write waits for etcd before it is given up
 * @param compactionInterval how long superseded revisions are kept in etcd; zero leaves compaction to others
 * @param calls is told of writes
 */
public record EtcdConfig(
        List<URI> endpoints,
        Optional<SslContext> tls,
        Duration requestTimeout,
        Duration compactionInterval,
        Calls calls) {

    /** Upstream's for requests that write. */
    public static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(34);

    public static final Duration COMPACTION_INTERVAL = Duration.ofMinutes(5);

    public EtcdConfig {
        endpoints = List.copyOf(endpoints);
        if (endpoints.isEmpty()) {
            throw new IllegalArgumentException("no endpoints of etcd");
        }
    }

    /** etcd at these addresses, without TLS. */
    public static EtcdConfig at(URI... endpoints) {
        return new EtcdConfig(
                List.of(endpoints), Optional.empty(), REQUEST_TIMEOUT, COMPACTION_INTERVAL, Calls.UNNOTED);
    }

    public EtcdConfig withTls(SslContext context) {
        return new EtcdConfig(endpoints, Optional.of(context), requestTimeout, compactionInterval, calls);
    }

    public EtcdConfig withRequestTimeout(Duration timeout) {
        return new EtcdConfig(endpoints, tls, timeout, compactionInterval, calls);
    }

    public EtcdConfig withCompactionInterval(Duration interval) {
        return new EtcdConfig(endpoints, tls, requestTimeout, interval, calls);
    }
}
