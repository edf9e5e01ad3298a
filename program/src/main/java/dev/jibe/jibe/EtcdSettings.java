package dev.jibe.jibe;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Which etcd keeps the cluster, by upstream's flags.
 *
 * @param authority who has signed the servers' certificates; the JDK's usual authorities if there is no file
 * @param certificate who this server is to etcd, with the key
 * @param compactionInterval zero leaves compaction to others
 */
public record EtcdSettings(
        List<URI> servers,
        Optional<Path> authority,
        Optional<Path> certificate,
        Optional<Path> key,
        String prefix,
        Duration compactionInterval) {

    static final String PREFIX = "/registry";
}
