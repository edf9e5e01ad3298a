package dev.jibe.simulation;

import dev.jibe.client.Client;
import dev.jibe.client.Transport;
import dev.jibe.jibe.Surroundings;
import dev.jibe.runtime.logging.Log;
import dev.jibe.store.StoreConfig;
import dev.jibe.store.Threads;
import dev.jibe.store.fault.FaultyDisk;
import dev.jibe.testkit.Jibe;
import dev.jibe.testkit.JibeOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A cluster, the disk under it, its time and the weather in it: what survives a crash and what does not. */
final class World implements AutoCloseable {

    static final int NODES = 4;
    static final int CPUS_OF_A_NODE = 32;

    /** Any moment does; all runs begin at the same. */
    private static final Instant BEGINNING = Instant.parse("2026-03-01T08:00:00Z");

    /** What falls due within this time of each other happens in one go. */
    private static final Duration GRAIN = Duration.ofMillis(50);

    /** Of virtual time. */
    private static final Duration BETWEEN_RESTS = Duration.ofSeconds(1);

    private static final String OURS = "kubernetes-admin";
    private static final int MAX_STARTS = 20;
    private static final Log LOG = Log.of(World.class);

    private final Random random;
    private final Weather weather;
    private final Path directory;
    private Traffic traffic = new Traffic();
    private JumpingClock clock = new JumpingClock(BEGINNING);
    private FaultyDisk disk;
    private @Nullable Jibe jibe;
    private int crashes;
    private long fingerprint;

    /** When the machine's threads had their turn the last time. */
    private long rested;

    /** @param directory for keys, which runs may share; who leads is drawn from the seed */
    World(long seed, Path directory) {
        this.random = new Random(seed);
        this.weather = new Weather(seed);
        this.directory = directory;
        this.disk = new FaultyDisk(new Random(seed + 1));
        forgetIdentity(directory);
    }

    private static void forgetIdentity(Path directory) {
        try {
            Files.deleteIfExists(directory.resolve("identity"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Client client() {
        return running().client();
    }

    Weather weather() {
        return weather;
    }

    int crashes() {
        return crashes;
    }

    /** A number that two runs have in common only if the same passed between the parts in both, in the same order. */
    long fingerprint() {
        return 31 * fingerprint + traffic.fingerprint();
    }

    Jibe running() {
        var now = jibe;
        if (now == null) {
            throw new IllegalStateException("the cluster is not running");
        }
        return now;
    }

    private Transport way(String user, Transport direct) {
        var above = user.equals(OURS) ? new Weather(0) : weather;
        return new DisturbedTransport(user, direct, above, traffic, clock);
    }

    void start() {
        var options = JibeOptions.DEFAULT
                .withNodes(NODES)
                .withClock(clock)
                .in(directory)
                .withStore(StoreConfig.on(disk)
                        .withSegmentSizeBytes(256 << 10)
                        .withSnapshotAfterBytes(768 << 10)
                        .withMaxWriteBytes(1 << 20)
                        .withThreads(Threads.VIRTUAL))
                .withSurroundings(new Surroundings(random, this::way, Surroundings.Reach.PROCESS));
        // A cluster whose nodes cannot register does not start, and says so.
        boolean wasBad = weather.turn(false);
        try {
            jibe = Jibe.start(options);
        } finally {
            weather.turn(wasBad);
        }
    }

    /** Lets the disk fail after so many more operations: the power goes, at a moment that nobody chose. */
    void crashAfter(int operations) {
        disk.crashAfter(operations);
    }

    boolean hasCrashed() {
        return disk.hasCrashed();
    }

    /** Takes away what is left of a crashed cluster, and starts it again from what its disk has kept. */
    void recover() throws InterruptedException {
        for (int starts = 0; starts < MAX_STARTS; starts++) {
            crashes++;
            stop();
            disk = disk.afterCrash();
            clock = new JumpingClock(clock.now());
            rested = 0;
            fingerprint = fingerprint();
            traffic = new Traffic();
            try {
                start();
                return;
            } catch (RuntimeException e) {
                if (!disk.hasCrashed()) {
                    throw new SimulationException("the cluster does not start after a crash: " + e, e);
                }
                LOG.debug("crashed again while it started");
            }
        }
    }

    private void stop() {
        Optional.ofNullable(jibe).ifPresent(Jibe::close);
        jibe = null;
    }

    /** Lets time pass, and everybody do what they can at each moment on the way. */
    void pass(Duration duration) throws InterruptedException {
        long target = clock.nanoTime() + duration.toNanos();
        awaitQuiet();
        for (long left = duration.toNanos(); left > 0; left = target - clock.nanoTime()) {
            long next = clock.untilNext().map(Duration::toNanos).orElse(left);
            clock.advance(Duration.ofNanos(Math.min(left, next + GRAIN.toNanos())));
            awaitQuiet();
            if (clock.nanoTime() - rested >= BETWEEN_RESTS.toNanos()) {
                rested = clock.nanoTime();
                traffic.rest();
                awaitQuiet();
            }
            if (disk.hasCrashed()) {
                return;
            }
        }
    }

    /** Lets time pass for parts that do not keep up with it. */
    void rush(Duration duration) {
        clock.advance(duration);
    }

    void jump(Duration by) {
        clock.jump(by);
    }

    void awaitQuiet() throws InterruptedException {
        traffic.awaitQuiet();
    }

    @Override
    public void close() {
        stop();
    }
}
