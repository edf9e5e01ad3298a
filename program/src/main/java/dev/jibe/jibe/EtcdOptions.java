package dev.jibe.jibe;

import static dev.jibe.jibe.Arguments.value;

import dev.jibe.store.etcd.EtcdConfig;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.Option;

/** The options by which a cluster is kept in etcd, by upstream's names. */
final class EtcdOptions {

    private static final Option SERVERS =
            value("etcd-servers", "URLS", "keep the cluster in etcd at these addresses, not in the data directory");
    private static final Option AUTHORITY = value("etcd-cafile", "F", "who has signed etcd's certificates");
    private static final Option CERTIFICATE = value("etcd-certfile", "F", "the certificate to show to etcd");
    private static final Option KEY = value("etcd-keyfile", "F", "its key");
    private static final Option PREFIX =
            value("etcd-prefix", "P", "what all keys begin with (default: " + EtcdSettings.PREFIX + ")");
    private static final Option COMPACTION = value(
            "etcd-compaction-interval",
            "TIME",
            "how often etcd is made to forget old revisions; 0 leaves it to others (default: 5m0s)");

    static final List<Option> ALL = List.of(SERVERS, AUTHORITY, CERTIFICATE, KEY, PREFIX, COMPACTION);

    private EtcdOptions() {}

    static Optional<EtcdSettings> settings(Arguments arguments) {
        var servers = arguments.text(SERVERS);
        if (servers.isEmpty()) {
            return Optional.empty();
        }
        if (arguments.has(CERTIFICATE) != arguments.has(KEY)) {
            throw new UsageException("--etcd-certfile and --etcd-keyfile go together");
        }
        return Optional.of(new EtcdSettings(
                Arrays.stream(servers.get().split(",", -1))
                        .map(String::strip)
                        .filter(each -> !each.isEmpty())
                        .map(EtcdOptions::server)
                        .toList(),
                arguments.file(AUTHORITY),
                arguments.file(CERTIFICATE),
                arguments.file(KEY),
                arguments.text(PREFIX).orElse(EtcdSettings.PREFIX),
                arguments.span(COMPACTION, EtcdConfig.COMPACTION_INTERVAL)));
    }

    private static URI server(String text) {
        try {
            var server = URI.create(text.contains("://") ? text : "http://" + text);
            boolean known = "http".equals(server.getScheme()) || "https".equals(server.getScheme());
            if (known && server.getHost() != null) {
                return server;
            }
        } catch (IllegalArgumentException notAnAddress) {
            // It is said below.
        }
        throw new UsageException("--etcd-servers: '" + text + "' is not http://HOST:PORT or https://HOST:PORT");
    }
}
