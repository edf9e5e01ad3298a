package dev.jibe.simulation.registry;

import dev.jibe.runtime.Clock;
import dev.jibe.runtime.logging.Level;
import dev.jibe.runtime.logging.Log;
import dev.jibe.runtime.logging.LogOutput;
import dev.jibe.simulation.SimulationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Runs many seeds: {@code Main FIRST COUNT [LEVEL]}; ends with 1 if one fails, after having said which. */
public final class Main {

    private static final int REPORT_EVERY = 100;

    private Main() {}

    public static void main(String[] args) throws Exception {
        var level = args.length > 2 ? Level.valueOf(args[2]) : Level.ERROR;
        Log.configure(args.length > 2 ? LogOutput.toStream(System.err) : line -> {}, level);
        long first = args.length > 0 ? Long.parseLong(args[0]) : 0;
        long count = args.length > 1 ? Long.parseLong(args[1]) : REPORT_EVERY;
        var directory = Files.createTempDirectory("jibe-registry");
        var failures = new int[1];
        Thread.ofVirtual()
                .name("trial")
                .start(() -> failures[0] = run(first, count, directory))
                .join();
        System.exit(failures[0] == 0 ? 0 : 1);
    }

    private static int run(long first, long count, Path directory) {
        int failures = 0;
        long writes = 0;
        long crashes = 0;
        long begun = Clock.system().nanoTime();
        for (long seed = first; seed < first + count; seed++) {
            try {
                var outcome = RegistryTrial.run(seed, directory);
                writes += outcome.writes();
                crashes += outcome.crashes();
                if (count == 1) {
                    System.out.println(outcome);
                }
            } catch (SimulationException e) {
                failures++;
                System.out.println(e.getMessage());
            } catch (Exception e) {
                failures++;
                System.out.println("seed " + seed + ": " + e);
                e.printStackTrace(System.out);
            }
            if ((seed - first + 1) % REPORT_EVERY == 0 || seed == first + count - 1) {
                double seconds = (Clock.system().nanoTime() - begun) / 1e9;
                System.out.printf(
                        Locale.ROOT,
                        "%d seeds in %.1f s; %d writes, %d crashes, %d failures%n",
                        seed - first + 1,
                        seconds,
                        writes,
                        crashes,
                        failures);
            }
        }
        return failures;
    }
}
