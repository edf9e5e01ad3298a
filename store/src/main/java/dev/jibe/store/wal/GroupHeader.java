package dev.jibe.store.wal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The first bytes of a group; they lie within one sector, which a disk writes wholly or not at all.
 *
 * @param storeId the store it belongs to, so that a file of another store is not taken for its own
 * @param sequence the number of the group, counting from 1 without gaps
 * @param firstRevision the revision of the first mutation
 * @param timeMillis when it was written, in milliseconds since the epoch
 * @param bodyBytes how many bytes of mutations follow
 * @param bodyChecksum their CRC32C
 * @param revisions how many revisions they make
 * @param zeroSectors how many sectors after the first hold nothing but zeroes, padding included
 */
record GroupHeader(
        long storeId,
        long sequence,
        long firstRevision,
        long timeMillis,
        int bodyBytes,
        int bodyChecksum,
        int revisions,
        int zeroSectors) {

    /** What a file system writes at once, and where groups begin. */
    static final int PAGE_BYTES = 4096;

    /** What a disk writes at once. */
    static final int SECTOR_BYTES = 512;

    static final int SIZE_BYTES = 64;

    private static final int MAGIC = 0x4A47_5250;
    private static final int CHECKED_FROM = 8;
    private static final ByteBuffer ZEROES = ByteBuffer.allocate(64 << 10).asReadOnlyBuffer();

    void writeTo(ByteBuffer target) {
        target.putInt(0, MAGIC);
        target.putLong(8, storeId).putLong(16, sequence).putLong(24, firstRevision);
        target.putLong(32, timeMillis).putInt(40, bodyBytes).putInt(44, bodyChecksum);
        target.putInt(48, revisions).putInt(52, zeroSectors).putLong(56, 0);
        target.putInt(4, checksum(target, CHECKED_FROM, SIZE_BYTES - CHECKED_FROM));
    }

    /** The header at the offset, or null if there is none that checks out. */
    static @Nullable GroupHeader read(ByteBuffer source, int offset) {
        if (source.limit() - offset < SIZE_BYTES || source.getInt(offset) != MAGIC) {
            return null;
        }
        if (source.getInt(offset + 4) != checksum(source, offset + CHECKED_FROM, SIZE_BYTES - CHECKED_FROM)) {
            return null;
        }
        return new GroupHeader(
                source.getLong(offset + 8),
                source.getLong(offset + 16),
                source.getLong(offset + 24),
                source.getLong(offset + 32),
                source.getInt(offset + 40),
                source.getInt(offset + 44),
                source.getInt(offset + 48),
                source.getInt(offset + 52));
    }

    /** The bytes of the whole group in the file. */
    int paddedBytes() {
        return (SIZE_BYTES + bodyBytes + PAGE_BYTES - 1) / PAGE_BYTES * PAGE_BYTES;
    }

    static int checksum(ByteBuffer source, int offset, int length) {
        var crc = new CRC32C();
        crc.update(source.slice(offset, length));
        return (int) crc.getValue();
    }

    /** How many sectors below the limit, without the first, are all zero. */
    static int zeroSectors(ByteBuffer source, int limit) {
        int count = 0;
        for (int at = SECTOR_BYTES; at < limit; at += SECTOR_BYTES) {
            if (source.getLong(at) == 0 && isZero(source, at, SECTOR_BYTES)) {
                count++;
            }
        }
        return count;
    }

    /** Whether all bytes of the stretch are zero. The JDK compares many bytes at once, even before anything is compiled. */
    static boolean isZero(ByteBuffer source, int offset, int length) {
        for (int done = 0; done < length; done += ZEROES.capacity()) {
            int bytes = Math.min(ZEROES.capacity(), length - done);
            if (source.slice(offset + done, bytes).mismatch(ZEROES.slice(0, bytes)) >= 0) {
                return false;
            }
        }
        return true;
    }
}
