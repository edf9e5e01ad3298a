package dev.jibe.store;

import dev.jibe.runtime.Clock;
import dev.jibe.runtime.logging.Log;
import dev.jibe.store.disk.Disk;
import dev.jibe.store.wal.DamagedException;
import dev.jibe.store.wal.Wal;
import java.io.Closeable;
import java.io.IOException;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** What opening a store's files gives: its history so far, its log, and the claim on its directory. */
record Opened<V>(History<V> history, @Nullable Wal wal, Closeable lock) {

    private static final Log LOG = Log.of(Store.class);

    static <V> Opened<V> open(StoreConfig config, Values<V> values, Clock clock) {
        var history = new History<V>(config);
        Disk disk = config.disk();
        if (disk == null) {
            return new Opened<>(history, null, () -> {});
        }
        try {
            Closeable lock = disk.lock();
            try {
                return recover(config, disk, lock, history, new Rebuild<>(values, history, clock));
            } catch (IOException | RuntimeException failure) {
                lock.close();
                throw failure;
            }
        } catch (DamagedException damage) {
            throw new StoreException.Damaged(String.valueOf(damage.getMessage()), damage);
        } catch (IOException failure) {
            throw new StoreException.Unavailable("cannot open the store: " + failure.getMessage(), failure);
        }
    }

    private static <V> Opened<V> recover(
            StoreConfig config, Disk disk, Closeable lock, History<V> history, Rebuild<V> rebuild) throws IOException {
        // It only has to differ from that of other stores; a secure source would cost a good part of the start.
        long newStoreId = new Random().nextLong();
        Wal wal = Wal.open(
                disk,
                config.segmentSizeBytes(),
                newStoreId,
                task -> config.threads().start("store-spare", task),
                rebuild);
        LOG.info(
                "opened",
                "revision",
                history.latest().revision(),
                "buckets",
                history.latest().buckets().size());
        return new Opened<>(history, wal, lock);
    }
}
