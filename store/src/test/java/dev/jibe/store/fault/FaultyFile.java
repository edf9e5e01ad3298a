package dev.jibe.store.fault;

import dev.jibe.store.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** An open file of a {@link FaultyDisk}. */
final class FaultyFile implements DiskFile {

    private final FaultyDisk disk;
    private final FaultyDisk.Content content;

    FaultyFile(FaultyDisk disk, FaultyDisk.Content content) {
        this.disk = disk;
        this.content = content;
    }

    @Override
    public long sizeBytes() {
        synchronized (disk) {
            return content.written.length;
        }
    }

    @Override
    public int read(ByteBuffer target, long position) {
        synchronized (disk) {
            int bytes = Math.max(0, Math.min(target.remaining(), content.written.length - (int) position));
            target.put(content.written, Math.min((int) position, content.written.length), bytes);
            return bytes;
        }
    }

    @Override
    public void write(ByteBuffer source, long position) throws IOException {
        synchronized (disk) {
            int at = (int) position;
            int bytes = source.remaining();
            try {
                disk.operate();
            } catch (IOException failure) {
                if (disk.hasCrashed()) {
                    // The process died in the middle of the call: a part of it was taken.
                    int taken = disk.randomBelow(bytes + 1);
                    take(source, at, taken - taken % FaultyDisk.SECTOR_BYTES);
                }
                throw failure;
            }
            disk.grow(Math.max(0, at + bytes - content.written.length));
            take(source, at, bytes);
        }
    }

    private void take(ByteBuffer source, int at, int bytes) {
        if (at + bytes > content.written.length) {
            content.written = Arrays.copyOf(content.written, at + bytes);
        }
        source.get(content.written, at, bytes);
    }

    @Override
    public void sync() throws IOException {
        synchronized (disk) {
            disk.operate();
            content.durable = content.written.clone();
        }
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
