package dev.jibe.simulation.registry;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A few seeds: {@code -Djibe.registry.seeds=N} runs more, {@code -Djibe.registry.seed=N} begins at another one. */
final class RegistryTrialTest {

    private static final int USUAL = 20;

    @TempDir
    static Path directory;

    /** Disks that fail are what it is about, and need not be read about. */
    @BeforeAll
    static void quiet() {
        Log.configure(line -> {}, Level.ERROR);
    }

    @AfterAll
    static void loud() {
        Log.configure(LogOutput.toStream(System.err), Level.INFO);
    }

    static LongStream seeds() {
        long first = Long.getLong("jibe.registry.seed", 0);
        return LongStream.range(first, first + Integer.getInteger("jibe.registry.seeds", USUAL));
    }

    @Test
    void aSeedGivesTheSameRunEachTime() throws Throwable {
        assertEquals(run(5), run(5));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void theServerDoesWhatTheModelDoes(long seed) throws Throwable {
        assertTrue(run(seed).changes() > 0);
    }

    private static RegistryTrial.Outcome run(long seed) throws Throwable {
        var outcome = new CompletableFuture<RegistryTrial.Outcome>();
        Thread.ofVirtual().name("trial").start(() -> {
            try {
                outcome.complete(RegistryTrial.run(seed, directory));
            } catch (Exception | AssertionError e) {
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
