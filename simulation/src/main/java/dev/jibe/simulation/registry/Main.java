package dev.jibe.simulation.registry;

import dev.jibe.simulation.Seeds;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * Tries the registry with many seeds: {@code Main FIRST COUNT [LEVEL]}, see {@link Seeds}; over the etcd at
 * {@code -Djibe.registry.etcd=http://127.0.0.1:PORT}, if that is there.
 */
public final class Main {

    private Main() {}

    public static void main(String[] args) throws Exception {
        var etcd = Optional.ofNullable(System.getProperty("jibe.registry.etcd")).map(URI::create);
        Seeds.main(args, (seed, directory) -> {
            var outcome = RegistryTrial.run(seed, directory, etcd);
            return Map.of(
                    "writes", (long) outcome.writes(),
                    "crashes", (long) outcome.crashes(),
                    "fingerprint", outcome.fingerprint());
        });
    }
}
