package dev.jibe.store;

import dev.jibe.runtime.logging.Log;
import dev.jibe.store.tree.Tree;
import dev.jibe.store.wal.SnapshotEntry;
import dev.jibe.store.wal.Wal;
import java.io.IOException;
import java.util.Collections;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Decides when a snapshot is due, and writes it from an immutable state while commits go on.
 *
 * <p>One is due when as much log has been written since the last as is allowed, but at least as much as the last
 * snapshot took, so that a large store does not spend its disk on snapshots.
 */
final class Snapshotter<V> {

    private static final Log LOG = Log.of(Snapshotter.class);

    private final Wal wal;
    private final Values<V> values;
    private final long afterBytes;
    private final Threads threads;
    private long loggedBytes;
    private volatile long lastSnapshotBytes;
    private @Nullable CompletableFuture<@Nullable Void> running;

    Snapshotter(Wal wal, Values<V> values, long afterBytes, Threads threads) {
        this.wal = wal;
        this.values = values;
        this.afterBytes = afterBytes;
        this.threads = threads;
    }

    /** Notes that a group was appended, after which the state is the given one. */
    void appended(int bytes, Root<V> state) {
        loggedBytes += bytes;
        if (loggedBytes < Math.max(afterBytes, lastSnapshotBytes) || (running != null && !running.isDone())) {
            return;
        }
        loggedBytes = 0;
        long sequence = wal.nextSequence();
        var done = new CompletableFuture<@Nullable Void>();
        running = done;
        threads.start("store-snapshot", () -> {
            try {
                write(sequence, state);
            } finally {
                done.complete(null);
            }
        });
    }

    void awaitRunning() {
        if (running != null) {
            try {
                running.join();
            } catch (CompletionException failure) {
                LOG.warn("snapshot failed", failure);
            }
        }
    }

    private void write(long sequence, Root<V> state) {
        var entries = new Entries<>(state, values);
        try {
            wal.snapshot(sequence, state.revision(), entries);
            lastSnapshotBytes = entries.bytes;
            LOG.debug("snapshot written", "revision", state.revision(), "bytes", entries.bytes);
        } catch (IOException | RuntimeException failure) {
            // Values may need something from outside to be encoded, such as a key. The log has everything, it only
            // grows longer.
            LOG.warn("snapshot failed, trying again later", failure);
        }
    }

    /** Everything in a state, encoded one by one. */
    private static final class Entries<V> implements Iterator<SnapshotEntry> {

        private final Iterator<Tree<Entry<V>>> buckets;
        private final Values<V> values;
        private Iterator<Entry<V>> bucket = Collections.emptyIterator();
        private long bytes;

        Entries(Root<V> state, Values<V> values) {
            this.buckets = state.buckets().from(0);
            this.values = values;
        }

        @Override
        public boolean hasNext() {
            while (!bucket.hasNext() && buckets.hasNext()) {
                bucket = buckets.next().from(0);
            }
            return bucket.hasNext();
        }

        @Override
        public SnapshotEntry next() {
            Entry<V> entry = bucket.next();
            byte[] value = values.encode(entry.bucket(), entry.key(), entry.value());
            bytes += value.length + entry.key().length();
            return new SnapshotEntry(
                    entry.bucket(),
                    entry.key(),
                    entry.createRevision(),
                    entry.modRevision(),
                    entry.expiresAtMillis(),
                    value);
        }
    }
}
