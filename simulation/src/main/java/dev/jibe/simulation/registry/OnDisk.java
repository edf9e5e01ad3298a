package dev.jibe.simulation.registry;

import dev.jibe.jibe.ServerSettings;
import dev.jibe.store.StoreConfig;
import dev.jibe.store.Threads;
import dev.jibe.store.fault.FaultyDisk;
import java.util.Random;

/** A log of the server's own, on a disk that crashes. */
final class OnDisk implements Keeping {

    private final Random random;
    private FaultyDisk disk;

    OnDisk(Random random, long seed) {
        this.random = random;
        this.disk = new FaultyDisk(new Random(seed));
    }

    @Override
    public StoreConfig store(int revisions) {
        return StoreConfig.on(new PausingDisk(disk, new Pause(random)))
                .withSegmentSizeBytes(128 << 10)
                .withSnapshotAfterBytes(384 << 10)
                .withMaxWriteBytes(1 << 20)
                .withHistory(MEMORY, revisions, MEMORY_BYTES)
                .withThreads(Threads.VIRTUAL);
    }

    @Override
    public ServerSettings settings() {
        return ServerSettings.DEFAULT;
    }

    @Override
    public void failAfter(int operations) {
        disk.crashAfter(operations);
    }

    @Override
    public void disturbAfter(int operations) {
        failAfter(operations);
    }

    @Override
    public boolean hasFailed() {
        return disk.hasCrashed();
    }

    @Override
    public void recover() {
        disk = disk.afterCrash();
    }

    @Override
    public boolean needsTime() {
        return false;
    }

    @Override
    public void close() {}
}
