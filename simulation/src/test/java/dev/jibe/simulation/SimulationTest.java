package dev.jibe.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.runtime.logging.Level;
import dev.jibe.runtime.logging.Log;
import dev.jibe.runtime.logging.LogOutput;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A few seeds, among them those that found something: {@code -Djibe.seeds=N} runs more, {@code -Djibe.seed=N} begins at
 * another one.
 */
final class SimulationTest {

    private static final int USUAL = 12;

    @TempDir
    static Path directory;

    /** What is expected to go wrong a thousand times need not be read a thousand times. */
    @BeforeAll
    static void quiet() {
        Log.configure(line -> {}, Level.ERROR);
    }

    @AfterAll
    static void loud() {
        Log.configure(LogOutput.toStream(System.err), Level.INFO);
    }

    static LongStream seeds() {
        long first = Long.getLong("jibe.seed", 0);
        return LongStream.range(first, first + Integer.getInteger("jibe.seeds", USUAL));
    }

    /** Seeds with and without crashes, lost nodes and bad weather: all that passes between the parts is the same, in order. */
    @ParameterizedTest(name = "seed {0} twice")
    @ValueSource(longs = {1, 5, 8, 97, 1_000, 4_711})
    void aSeedGivesTheSameRun(long seed) throws Throwable {
        assertEquals(run(seed), run(seed));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void theWorldBecomesWhatWasWishedFor(long seed) throws Throwable {
        assertTrue(run(seed).steps() > 0);
    }

    private static Simulation.Outcome run(long seed) throws Throwable {
        var outcome = new CompletableFuture<Simulation.Outcome>();
        Thread.ofVirtual().name("simulation").start(() -> {
            try {
                outcome.complete(Simulation.run(seed, directory));
            } catch (InterruptedException | RuntimeException | AssertionError e) {
                outcome.completeExceptionally(e);
            }
        });
        try {
            return outcome.join();
        } catch (CompletionException e) {
            throw e.getCause();
        }
    }
}
