package dev.jibe.store.wal;

import dev.jibe.store.disk.Disk;
import dev.jibe.store.disk.DiskFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Reads one snapshot, checking every block before anything of it is handed out. */
public final class SnapshotReader implements Closeable {

    private final DiskFile file;
    private final String name;
    private final long fileBytes;
    private final SnapshotHeader header;
    private ByteBuffer block = ByteBuffer.allocate(0);
    private long position = SnapshotHeader.SIZE_BYTES;
    private long count;

    private SnapshotReader(Disk disk, long sequence) throws IOException {
        this.file = disk.open(FileNames.snapshot(sequence));
        this.name = disk.describe(FileNames.snapshot(sequence));
        this.fileBytes = file.sizeBytes();
        ByteBuffer first = ByteBuffer.allocate(SnapshotHeader.SIZE_BYTES);
        file.read(first, 0);
        SnapshotHeader read = SnapshotHeader.read(first.flip());
        if (read == null || read.sequence() != sequence) {
            file.close();
            throw new DamagedException(name, 0, "this is not the header of this snapshot");
        }
        this.header = read;
    }

    static SnapshotReader open(Disk disk, long sequence) throws IOException {
        return new SnapshotReader(disk, sequence);
    }

    /** Reads a whole snapshot to see whether it is sound. */
    static SnapshotHeader verify(Disk disk, long sequence) throws IOException {
        try (SnapshotReader reader = open(disk, sequence)) {
            while (reader.next() != null) {
                // Reading is what checks.
            }
            return reader.header;
        }
    }

    /** The revision that the snapshot shows. */
    public long revision() {
        return header.revision();
    }

    /** The next entry in the order of bucket and key, or null after the last. */
    public @Nullable SnapshotEntry next() throws IOException {
        if (!block.hasRemaining() && !readBlock()) {
            return null;
        }
        count++;
        return SnapshotEntry.readFrom(block);
    }

    /** Reads the next block; false if it was the last one. */
    private boolean readBlock() throws IOException {
        ByteBuffer lengths = ByteBuffer.allocate(SnapshotWriter.BLOCK_HEADER_BYTES);
        file.read(lengths, position);
        int length = lengths.getInt(0);
        long start = position + SnapshotWriter.BLOCK_HEADER_BYTES;
        if (lengths.hasRemaining() || length <= 0 || start + length > fileBytes) {
            throw new DamagedException(name, position, "a block is cut off, or its length is wrong");
        }
        block = ByteBuffer.allocate(length);
        file.read(block, start);
        block.flip();
        if (lengths.getInt(4) != GroupHeader.checksum(block, 0, length)) {
            throw new DamagedException(name, position, "the checksum of a block is wrong");
        }
        position = start + length;
        if (position < fileBytes) {
            return true;
        }
        if (length != Long.BYTES || block.getLong() != count) {
            throw new DamagedException(name, position, "the snapshot ends before its last entry");
        }
        return false;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
