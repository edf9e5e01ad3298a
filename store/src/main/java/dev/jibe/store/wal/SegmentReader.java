package dev.jibe.store.wal;

import dev.jibe.store.disk.Disk;
import dev.jibe.store.disk.DiskFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Reads the groups of one segment in order, and tells an end, a torn end and damage apart. */
final class SegmentReader implements Closeable {

    private static final int SCAN_BYTES = 256 << 10;

    private final DiskFile file;
    private final String name;
    private final long fileBytes;
    private final SegmentHeader segment;
    private ByteBuffer buffer = ByteBuffer.allocate(SCAN_BYTES);
    private @Nullable GroupHeader header;
    private long position = GroupHeader.PAGE_BYTES;
    private long nextSequence;
    private boolean torn;

    private SegmentReader(DiskFile file, String name, SegmentHeader segment) throws IOException {
        this.file = file;
        this.name = name;
        this.fileBytes = file.sizeBytes();
        this.segment = segment;
        this.nextSequence = segment.firstSequence();
    }

    /** Opens the segment; {@code storeId} is the store it must belong to, if that is known yet. */
    static SegmentReader open(Disk disk, long firstSequence, @Nullable Long storeId) throws IOException {
        String fileName = FileNames.segment(firstSequence);
        String name = disk.describe(fileName);
        DiskFile file = disk.open(fileName);
        ByteBuffer page = ByteBuffer.allocate(GroupHeader.PAGE_BYTES);
        file.read(page, 0);
        SegmentHeader header = SegmentHeader.read(page.flip());
        @Nullable String finding = null;
        if (header == null || header.firstSequence() != firstSequence) {
            finding = "this is not the header of this log file";
        } else if (storeId != null && header.storeId() != storeId) {
            finding = "this log file belongs to another store";
        } else if (file.sizeBytes() != header.sizeBytes()) {
            finding = "the file has " + file.sizeBytes() + " bytes, it was made with " + header.sizeBytes();
        }
        if (header == null || finding != null) {
            file.close();
            throw new DamagedException(name, 0, String.valueOf(finding));
        }
        return new SegmentReader(file, name, header);
    }

    long storeId() {
        return segment.storeId();
    }

    DiskFile file() {
        return file;
    }

    /** The offset of the first group that was not read. */
    long position() {
        return position;
    }

    long nextSequence() {
        return nextSequence;
    }

    /** Whether the end that was met is a group that was not written completely. */
    boolean isTorn() {
        return torn;
    }

    /** The header of the group that was read. */
    GroupHeader header() {
        if (header == null) {
            throw new AssertionError("no group was read");
        }
        return header;
    }

    /** The mutations of the group that was read. */
    ByteBuffer body() {
        return buffer;
    }

    DamagedException damage(String finding) {
        return new DamagedException(name, position, finding);
    }

    /** Reads the next group; false at the end. */
    boolean next() throws IOException {
        if (position + GroupHeader.PAGE_BYTES > fileBytes) {
            return false;
        }
        read(GroupHeader.PAGE_BYTES, position);
        GroupHeader found = GroupHeader.read(buffer, 0);
        if (found == null) {
            if (GroupHeader.isZero(buffer, 0, GroupHeader.SECTOR_BYTES)) {
                return false;
            }
            throw damage("the header of group " + nextSequence + " does not match its checksum");
        }
        if (found.storeId() != segment.storeId() || found.sequence() != nextSequence) {
            throw damage("expected group " + nextSequence + ", found group " + found.sequence());
        }
        int bytes = found.paddedBytes();
        if (position + bytes > fileBytes) {
            throw damage("group " + nextSequence + " goes beyond the end of the file");
        }
        read(bytes, position);
        if (GroupHeader.checksum(buffer, GroupHeader.SIZE_BYTES, found.bodyBytes()) != found.bodyChecksum()) {
            if (GroupHeader.zeroSectors(buffer, bytes) > found.zeroSectors()) {
                torn = true;
                return false;
            }
            throw damage("the content of group " + nextSequence + " does not match its checksum");
        }
        buffer.position(GroupHeader.SIZE_BYTES).limit(GroupHeader.SIZE_BYTES + found.bodyBytes());
        header = found;
        position += bytes;
        nextSequence++;
        return true;
    }

    /**
     * Makes everything after the last group zero, as it has to be before the next one is written. A later group there is
     * the proof that the missing one had been durable.
     */
    void clearTail(long missingSequence) throws IOException {
        boolean changed = false;
        for (long at = position; at < fileBytes; at += SCAN_BYTES) {
            int bytes = (int) Math.min(SCAN_BYTES, fileBytes - at);
            read(bytes, at);
            if (GroupHeader.isZero(buffer, 0, bytes)) {
                continue;
            }
            for (int page = 0; page + GroupHeader.PAGE_BYTES <= bytes; page += GroupHeader.PAGE_BYTES) {
                GroupHeader later = GroupHeader.read(buffer, page);
                if (later != null && later.storeId() == segment.storeId() && later.sequence() > missingSequence) {
                    throw damage("group " + missingSequence + " is missing or incomplete, though group "
                            + later.sequence() + " is there");
                }
            }
            changed = true;
        }
        if (changed) {
            for (long at = position; at < fileBytes; at += SCAN_BYTES) {
                file.write(ByteBuffer.allocateDirect((int) Math.min(SCAN_BYTES, fileBytes - at)), at);
            }
            file.sync();
        }
    }

    private void read(int bytes, long at) throws IOException {
        if (buffer.capacity() < bytes) {
            buffer = ByteBuffer.allocate(bytes);
        }
        file.read(buffer.clear().limit(bytes), at);
        if (buffer.hasRemaining()) {
            throw new DamagedException(name, at, "the file is shorter than it was");
        }
        buffer.flip();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
