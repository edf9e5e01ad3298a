package dev.jibe.store.wal;

import java.nio.ByteBuffer;

/**
 * The mutations that are about to be written with one sync, already in the form of the file.
 *
 * <p>One group is used again and again; its buffer is outside of the heap and grows to the largest group seen.
 */
public final class Group {

    private static final int FIRST_SIZE_BYTES = 256 << 10;

    private ByteBuffer buffer = ByteBuffer.allocateDirect(FIRST_SIZE_BYTES);
    private int revisions;

    public Group() {
        clear();
    }

    /** Makes it empty. */
    public void clear() {
        buffer.clear().position(GroupHeader.SIZE_BYTES);
        revisions = 0;
    }

    public boolean isEmpty() {
        return revisions == 0;
    }

    /** The bytes so far, header included. */
    public int sizeBytes() {
        return buffer.position();
    }

    /** Adds a mutation; {@code continued} if the next one belongs to the same revision. */
    public void add(Mutation mutation, boolean continued) {
        reserve(mutation.sizeBytes());
        mutation.writeTo(buffer, continued);
        if (!continued) {
            revisions++;
        }
    }

    int paddedSizeBytes() {
        return padded(buffer.position());
    }

    /** Fills in the header and pads to whole pages; the buffer is ready to be written. */
    ByteBuffer seal(long storeId, long sequence, long firstRevision, long timeMillis) {
        int end = buffer.position();
        int bodyBytes = end - GroupHeader.SIZE_BYTES;
        reserve(padded(end) - end);
        while (buffer.position() % GroupHeader.PAGE_BYTES != 0) {
            buffer.put((byte) 0);
        }
        buffer.flip();
        int bodyChecksum = GroupHeader.checksum(buffer, GroupHeader.SIZE_BYTES, bodyBytes);
        int zeroSectors = GroupHeader.zeroSectors(buffer, buffer.limit());
        new GroupHeader(storeId, sequence, firstRevision, timeMillis, bodyBytes, bodyChecksum, revisions, zeroSectors)
                .writeTo(buffer);
        return buffer;
    }

    private void reserve(int bytes) {
        int needed = padded(buffer.position() + bytes);
        if (needed > buffer.capacity()) {
            ByteBuffer larger = ByteBuffer.allocateDirect(Math.max(needed, buffer.capacity() * 2));
            buffer = larger.put(buffer.flip());
        }
    }

    private static int padded(int bytes) {
        return (bytes + GroupHeader.PAGE_BYTES - 1) / GroupHeader.PAGE_BYTES * GroupHeader.PAGE_BYTES;
    }
}
