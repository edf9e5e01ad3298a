package dev.jibe.simulation.registry;

import dev.jibe.jibe.ServerSettings;
import dev.jibe.runtime.Clock;
import dev.jibe.store.StoreConfig;
import dev.jibe.store.Threads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.SplittableRandom;

/** A real etcd, to which the server has a line that breaks now and then, for good or for a moment. */
final class OverEtcd implements Keeping {

    private final URI etcd;
    private final String prefix;
    private final SplittableRandom random;
    private Line line;

    /** Keeps what it keeps apart from what any other one does. */
    OverEtcd(URI etcd, SplittableRandom random) {
        this.etcd = etcd;
        this.prefix = "/trial-" + Clock.system().now();
        this.random = random;
        this.line = open(etcd);
    }

    private static Line open(URI etcd) {
        try {
            return new Line(etcd.getPort());
        } catch (IOException e) {
            throw new UncheckedIOException("no line to " + etcd, e);
        }
    }

    @Override
    public StoreConfig store(int revisions) {
        return StoreConfig.inMemory()
                .withMaxWriteBytes(1 << 20)
                .withHistory(MEMORY, revisions, MEMORY_BYTES)
                .withThreads(Threads.VIRTUAL);
    }

    @Override
    public ServerSettings settings() {
        return ServerSettings.of(
                "--etcd-servers=http://127.0.0.1:" + line.port(),
                "--etcd-prefix=" + prefix,
                "--etcd-compaction-interval=0");
    }

    @Override
    public void failAfter(int operations) {
        line.breakAfter(operations, true);
    }

    @Override
    public void disturbAfter(int operations) {
        line.breakAfter(operations, random.nextInt(3) > 0);
    }

    @Override
    public boolean hasFailed() {
        return line.isDead();
    }

    @Override
    public void recover() {
        line.close();
        line = open(etcd);
    }

    @Override
    public boolean needsTime() {
        return true;
    }

    @Override
    public void close() {
        line.close();
    }
}
