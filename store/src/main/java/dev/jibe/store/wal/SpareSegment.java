package dev.jibe.store.wal;

import dev.jibe.store.disk.Disk;
import dev.jibe.store.disk.DiskFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The next segment, filled with zeroes and synced before it is needed. */
final class SpareSegment {

    private static final int FILL_BYTES = 1 << 20;

    private final Disk disk;
    private final Executor background;
    private @Nullable CompletableFuture<DiskFile> pending;

    SpareSegment(Disk disk, Executor background) {
        this.disk = disk;
        this.background = background;
    }

    /** Begins to make one. */
    void prepare(int sizeBytes) {
        pending = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return fill(sizeBytes);
                    } catch (IOException failure) {
                        throw new UncheckedIOException(failure);
                    }
                },
                background);
    }

    /** The file, under its spare name, at least of the given size; it is the caller's from now on. */
    DiskFile take(int minSizeBytes) throws NoSpaceException {
        try {
            DiskFile ready = takePrepared();
            if (ready != null && ready.sizeBytes() >= minSizeBytes) {
                return ready;
            }
            if (ready != null) {
                ready.close();
            }
            return fill(minSizeBytes);
        } catch (IOException failure) {
            throw new NoSpaceException(failure);
        }
    }

    private @Nullable DiskFile takePrepared() {
        CompletableFuture<DiskFile> prepared = pending;
        pending = null;
        try {
            return prepared == null ? null : prepared.join();
        } catch (CompletionException failed) {
            // There may be room by now: the caller tries once more, and reports what it finds.
            return null;
        }
    }

    void close() throws IOException {
        DiskFile unused = takePrepared();
        if (unused != null) {
            unused.close();
        }
    }

    private DiskFile fill(int sizeBytes) throws IOException {
        DiskFile file = disk.create(FileNames.SPARE);
        try {
            ByteBuffer zeroes = ByteBuffer.allocateDirect(Math.min(FILL_BYTES, sizeBytes));
            for (long at = 0; at < sizeBytes; at += zeroes.capacity()) {
                file.write(zeroes.clear().limit((int) Math.min(zeroes.capacity(), sizeBytes - at)), at);
            }
            file.sync();
            return file;
        } catch (IOException failure) {
            file.close();
            // The half-made file would keep the disk full.
            disk.delete(FileNames.SPARE);
            throw failure;
        }
    }
}
