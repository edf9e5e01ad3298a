package dev.jibe.simulation;

import java.util.Map;

/** Runs whole clusters from many seeds: {@code Main FIRST COUNT [LEVEL]}, see {@link Seeds}. */
public final class Main {

    private Main() {}

    public static void main(String[] args) throws Exception {
        Seeds.main(args, (seed, directory) -> {
            var outcome = Simulation.run(seed, directory);
            return Map.of("crashes", (long) outcome.crashes(), "fingerprint", outcome.fingerprint());
        });
    }
}
