package dev.jibe.store.wal;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The first page of a segment.
 *
 * @param storeId the store it belongs to
 * @param firstSequence the number of its first group
 * @param sizeBytes the size of the file, so that one that was cut short is noticed
 */
record SegmentHeader(long storeId, long firstSequence, long sizeBytes) {

    private static final long MAGIC = 0x4A49_4245_5741_4C31L;
    private static final int CHECKED_BYTES = 32;

    /** The page, ready to be written. */
    ByteBuffer page() {
        ByteBuffer page = ByteBuffer.allocateDirect(GroupHeader.PAGE_BYTES);
        page.putLong(0, MAGIC).putLong(8, storeId).putLong(16, firstSequence).putLong(24, sizeBytes);
        page.putInt(CHECKED_BYTES, GroupHeader.checksum(page, 0, CHECKED_BYTES));
        return page;
    }

    static @Nullable SegmentHeader read(ByteBuffer page) {
        if (page.limit() < GroupHeader.PAGE_BYTES
                || page.getLong(0) != MAGIC
                || page.getInt(CHECKED_BYTES) != GroupHeader.checksum(page, 0, CHECKED_BYTES)) {
            return null;
        }
        return new SegmentHeader(page.getLong(8), page.getLong(16), page.getLong(24));
    }
}
