package dev.jibe.store.wal;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The first bytes of a snapshot.
 *
 * @param storeId the store it belongs to
 * @param sequence the number of the first group that is not in it
 * @param revision the revision it shows
 */
record SnapshotHeader(long storeId, long sequence, long revision) {

    static final int SIZE_BYTES = 64;

    private static final long MAGIC = 0x4A49_4245_534E_4150L;
    private static final int CHECKED_BYTES = 32;

    void writeTo(ByteBuffer target) {
        target.putLong(0, MAGIC).putLong(8, storeId).putLong(16, sequence).putLong(24, revision);
        target.putInt(CHECKED_BYTES, GroupHeader.checksum(target, 0, CHECKED_BYTES));
    }

    static @Nullable SnapshotHeader read(ByteBuffer source) {
        if (source.limit() < SIZE_BYTES
                || source.getLong(0) != MAGIC
                || source.getInt(CHECKED_BYTES) != GroupHeader.checksum(source, 0, CHECKED_BYTES)) {
            return null;
        }
        return new SnapshotHeader(source.getLong(8), source.getLong(16), source.getLong(24));
    }
}
