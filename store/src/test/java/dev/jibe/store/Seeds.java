package dev.jibe.store;

import java.util.Random;

/** The random numbers of one test run; a failure names the seed, and {@code -Djibe.seed} repeats it. */
final class Seeds {

    private static final long FIRST = Long.getLong("jibe.seed", 20_260_504L);

    private Seeds() {}

    /** What a test does with each seed. */
    @FunctionalInterface
    interface Trial {
        void run(Random random) throws Exception;
    }

    /** Runs the trial with so many seeds. */
    static void forEach(int count, Trial trial) {
        System.out.println("seeds " + FIRST + " to " + (FIRST + count - 1));
        for (long seed = FIRST; seed < FIRST + count; seed++) {
            try {
                trial.run(new Random(seed));
            } catch (Exception | AssertionError failure) {
                throw new AssertionError("failed with -Djibe.seed=" + seed, failure);
            }
        }
    }
}
