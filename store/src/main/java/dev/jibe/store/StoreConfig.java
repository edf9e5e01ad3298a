package dev.jibe.store;

import dev.jibe.store.disk.Disk;
import dev.jibe.store.disk.LocalDisk;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The limits of a store, and where it lives.
 *
 * @param disk where the files are, or null to keep nothing: such a store is gone when it is closed
 * @param segmentSizeBytes the size of one file of the log, allocated in advance
 * @param snapshotAfterBytes how much log at most is replayed at a start before a snapshot is written
 * @param maxWriteBytes the largest single write
 * @param queueWrites how many writes may wait for the committer
 * @param queueBytes how many bytes they may hold together
 * @param queueTimeout how long a writer waits for room in the queue before it is told that the store is too busy
 * @param historyAge how long a superseded revision stays readable and watchable
 * @param historyRevisions how many revisions are kept at most, whatever their age
 * @param historyBytes about how much memory superseded values may take, whatever their age
 * @param threads that its own work runs on
 */
public record StoreConfig(
        @Nullable Disk disk,
        int segmentSizeBytes,
        long snapshotAfterBytes,
        int maxWriteBytes,
        int queueWrites,
        int queueBytes,
        Duration queueTimeout,
        Duration historyAge,
        int historyRevisions,
        long historyBytes,
        Threads threads) {

    /** The interval at which upstream's API server compacts etcd. */
    private static final Duration HISTORY_AGE = Duration.ofMinutes(5);

    private static final Duration QUEUE_TIMEOUT = Duration.ofSeconds(10);

    /** A store in a directory, which is created if need be. */
    public static StoreConfig in(Path directory) {
        return on(new LocalDisk(directory));
    }

    /** A store without files, for tests and throw-away clusters. */
    public static StoreConfig inMemory() {
        return on(null);
    }

    /** A store on the given disk, with the usual limits. */
    public static StoreConfig on(@Nullable Disk disk) {
        return new StoreConfig(
                disk,
                16 << 20,
                64 << 20,
                8 << 20,
                8_192,
                64 << 20,
                QUEUE_TIMEOUT,
                HISTORY_AGE,
                200_000,
                128L << 20,
                Threads.PLATFORM);
    }

    public StoreConfig withSegmentSizeBytes(int bytes) {
        return new StoreConfig(
                disk,
                bytes,
                snapshotAfterBytes,
                maxWriteBytes,
                queueWrites,
                queueBytes,
                queueTimeout,
                historyAge,
                historyRevisions,
                historyBytes,
                threads);
    }

    public StoreConfig withSnapshotAfterBytes(long bytes) {
        return new StoreConfig(
                disk,
                segmentSizeBytes,
                bytes,
                maxWriteBytes,
                queueWrites,
                queueBytes,
                queueTimeout,
                historyAge,
                historyRevisions,
                historyBytes,
                threads);
    }

    public StoreConfig withMaxWriteBytes(int bytes) {
        return new StoreConfig(
                disk,
                segmentSizeBytes,
                snapshotAfterBytes,
                bytes,
                queueWrites,
                queueBytes,
                queueTimeout,
                historyAge,
                historyRevisions,
                historyBytes,
                threads);
    }

    public StoreConfig withQueue(int writes, int bytes, Duration timeout) {
        return new StoreConfig(
                disk,
                segmentSizeBytes,
                snapshotAfterBytes,
                maxWriteBytes,
                writes,
                bytes,
                timeout,
                historyAge,
                historyRevisions,
                historyBytes,
                threads);
    }

    public StoreConfig withHistory(Duration age, int revisions, long bytes) {
        return new StoreConfig(
                disk,
                segmentSizeBytes,
                snapshotAfterBytes,
                maxWriteBytes,
                queueWrites,
                queueBytes,
                queueTimeout,
                age,
                revisions,
                bytes,
                threads);
    }

    public StoreConfig withThreads(Threads others) {
        return new StoreConfig(
                disk,
                segmentSizeBytes,
                snapshotAfterBytes,
                maxWriteBytes,
                queueWrites,
                queueBytes,
                queueTimeout,
                historyAge,
                historyRevisions,
                historyBytes,
                others);
    }
}
