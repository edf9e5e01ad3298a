package dev.jibe.simulation.registry;

import dev.jibe.simulation.Seeds;
import java.util.Map;

/** Tries the registry with many seeds: {@code Main FIRST COUNT [LEVEL]}, see {@link Seeds}. */
public final class Main {

    private Main() {}

    public static void main(String[] args) throws Exception {
        Seeds.main(args, (seed, directory) -> {
            var outcome = RegistryTrial.run(seed, directory);
            return Map.of(
                    "writes", (long) outcome.writes(),
                    "crashes", (long) outcome.crashes(),
                    "fingerprint", outcome.fingerprint());
        });
    }
}
