package dev.jibe.wire.http;

import dev.jibe.wire.WireException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * A byte pipe in both directions, what is left of a connection after an upgrade. Reads and writes block the calling
 * thread when the peer is slow; one thread may read while others write. Each write goes out at once and whole.
 */
public interface RawConnection extends AutoCloseable {

    /** Reads at least one byte; -1 at the end. */
    int read(byte[] into, int offset, int length) throws WireException;

    /** Writes; the array must not be changed afterwards. */
    void write(byte[] bytes, int offset, int length) throws WireException;

    default void write(byte[] bytes) throws WireException {
        write(bytes, 0, bytes.length);
    }

    boolean isOpen();

    /** Runs the callback on a virtual thread when the connection has ended, or now if it has. */
    void onClose(Runnable callback);

    /** Closes, after what was written has gone out. */
    @Override
    void close();

    default InputStream input() {
        return new RawStreams.Input(this);
    }

    default OutputStream output() {
        return new RawStreams.Output(this);
    }
}
