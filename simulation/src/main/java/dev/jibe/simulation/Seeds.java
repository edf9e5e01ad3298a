package dev.jibe.simulation;

import dev.jibe.runtime.Clock;
import dev.jibe.runtime.logging.Level;
import dev.jibe.runtime.logging.Log;
import dev.jibe.runtime.logging.LogOutput;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A program that tries many seeds, one after the other, and says which of them fail. */
public final class Seeds {

    private static final int REPORT_EVERY = 100;

    private final Trial trial;
    private final Path directory;
    private final Map<String, Long> sums = new TreeMap<>();
    private long failures;

    /** What is done with a seed. */
    @FunctionalInterface
    public interface Trial {

        /**
         * What happened, as numbers by their names.
         *
         * @param directory for its files
         * @throws Exception if the seed fails: one of {@link SimulationException} says why in its message
         */
        Map<String, Long> run(long seed, Path directory) throws Exception;
    }

    private Seeds(Trial trial, Path directory) {
        this.trial = trial;
        this.directory = directory;
    }

    /**
     * Runs the program, and ends the process: with 1 if a seed failed.
     *
     * @param args the first seed, how many, and a level such as DEBUG of the cluster's log, which is not shown without
     */
    public static void main(String[] args, Trial trial) throws Exception {
        var level = args.length > 2 ? Level.valueOf(args[2]) : Level.ERROR;
        Log.configure(args.length > 2 ? LogOutput.toStream(System.err) : line -> {}, level);
        long first = args.length > 0 ? Long.parseLong(args[0]) : 0;
        long count = args.length > 1 ? Long.parseLong(args[1]) : REPORT_EVERY;
        var seeds = new Seeds(trial, Files.createTempDirectory("jibe-seeds"));
        Thread.ofVirtual().name("seeds").start(() -> seeds.run(first, count)).join();
        System.exit(seeds.failures == 0 ? 0 : 1);
    }

    private void run(long first, long count) {
        long begun = Clock.system().nanoTime();
        for (long done = 1; done <= count; done++) {
            long seed = first + done - 1;
            try {
                trial.run(seed, directory).forEach((name, number) -> sums.merge(name, number, Long::sum));
            } catch (SimulationException e) {
                failures++;
                System.out.println(e.getMessage());
            } catch (InterruptedException e) {
                return;
            } catch (Exception e) {
                failures++;
                System.out.println("seed " + seed + ": " + e);
                e.printStackTrace(System.out);
            }
            if (done % REPORT_EVERY == 0 || done == count) {
                report(done, (Clock.system().nanoTime() - begun) / 1e9);
            }
        }
    }

    private void report(long done, double seconds) {
        System.out.printf(
                Locale.ROOT,
                "%d seeds in %.1f s, %.0f an hour; %s; %d failures%n",
                done,
                seconds,
                done / seconds * 3600,
                sums.entrySet().stream()
                        .map(sum -> sum.getValue() + " " + sum.getKey())
                        .collect(Collectors.joining(", ")),
                failures);
    }
}
