package dev.jibe.simulation.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.runtime.logging.Level;
import dev.jibe.runtime.logging.Log;
import dev.jibe.runtime.logging.LogOutput;
import dev.jibe.store.etcd.EtcdProcess;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A few seeds: {@code -Djibe.registry.seeds=N} runs more, {@code -Djibe.registry.seed=N} begins at another one. */
final class RegistryTrialTest {

    private static final int USUAL = 20;
    private static final int OVER_ETCD = 3;

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
        assertEquals(run(5, Optional.empty()), run(5, Optional.empty()));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void theServerDoesWhatTheModelDoes(long seed) throws Throwable {
        assertTrue(run(seed, Optional.empty()).changes() > 0);
    }

    /** {@code -Djibe.registry.etcd.seeds=N} runs more than a few. */
    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void theServerDoesOverEtcdWhatTheModelDoes() throws Throwable {
        try (var etcd = EtcdProcess.start(directory)) {
            long first = Long.getLong("jibe.registry.seed", 0);
            for (long seed = first; seed < first + Integer.getInteger("jibe.registry.etcd.seeds", OVER_ETCD); seed++) {
                assertTrue(run(seed, Optional.of(etcd.address())).changes() > 0);
            }
        }
    }

    private static RegistryTrial.Outcome run(long seed, Optional<URI> etcd) throws Throwable {
        var outcome = new CompletableFuture<RegistryTrial.Outcome>();
        Thread.ofVirtual().name("trial").start(() -> {
            try {
                outcome.complete(RegistryTrial.run(seed, directory, etcd));
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
