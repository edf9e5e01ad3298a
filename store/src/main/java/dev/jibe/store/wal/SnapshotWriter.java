package dev.jibe.store.wal;

import dev.jibe.store.disk.Disk;
import dev.jibe.store.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Iterator;

/**
 * Writes one snapshot: the header, blocks of entries, each with its length and CRC32C before it, and a last block that
 * only holds the number of entries.
 */
final class SnapshotWriter {

    static final int BLOCK_HEADER_BYTES = 8;

    private static final int BLOCK_BYTES = 256 << 10;

    private final DiskFile file;
    private ByteBuffer block = ByteBuffer.allocateDirect(BLOCK_BYTES);
    private long position;
    private long count;

    private SnapshotWriter(DiskFile file) {
        this.file = file;
        block.position(BLOCK_HEADER_BYTES);
    }

    /** The snapshot has its final name only when it is complete and durable. */
    static void write(Disk disk, SnapshotHeader header, Iterator<SnapshotEntry> entries) throws IOException {
        String unfinished = FileNames.unfinishedSnapshot(header.sequence());
        try {
            try (DiskFile file = disk.create(unfinished)) {
                new SnapshotWriter(file).writeAll(header, entries);
                file.sync();
            }
            disk.rename(unfinished, FileNames.snapshot(header.sequence()));
            disk.syncDirectory();
        } catch (IOException failure) {
            disk.delete(unfinished);
            throw failure;
        }
    }

    private void writeAll(SnapshotHeader header, Iterator<SnapshotEntry> entries) throws IOException {
        ByteBuffer first = ByteBuffer.allocateDirect(SnapshotHeader.SIZE_BYTES);
        header.writeTo(first);
        put(first);
        while (entries.hasNext()) {
            SnapshotEntry entry = entries.next();
            if (entry.maxSizeBytes() > block.remaining()) {
                flush();
            }
            if (entry.maxSizeBytes() > block.remaining()) {
                block = ByteBuffer.allocateDirect(BLOCK_HEADER_BYTES + entry.maxSizeBytes())
                        .position(BLOCK_HEADER_BYTES);
            }
            entry.writeTo(block);
            count++;
        }
        flush();
        block.putLong(count);
        flush();
    }

    private void flush() throws IOException {
        int bytes = block.position() - BLOCK_HEADER_BYTES;
        if (bytes > 0) {
            block.putInt(0, bytes).putInt(4, GroupHeader.checksum(block.flip(), BLOCK_HEADER_BYTES, bytes));
            put(block);
            block.clear().position(BLOCK_HEADER_BYTES);
        }
    }

    private void put(ByteBuffer bytes) throws IOException {
        int length = bytes.remaining();
        file.write(bytes, position);
        position += length;
    }
}
