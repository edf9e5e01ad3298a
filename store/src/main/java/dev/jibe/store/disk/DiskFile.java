package dev.jibe.store.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** An open file. */
public interface DiskFile extends Closeable {

    long sizeBytes() throws IOException;

    /** Reads from the position until the buffer is full or the file ends; returns how many bytes that were. */
    int read(ByteBuffer target, long position) throws IOException;

    /** Writes all of the buffer at the position; the file grows if need be. */
    void write(ByteBuffer source, long position) throws IOException;

    /** Returns when everything written, and the size, will survive a crash. */
    void sync() throws IOException;
}
