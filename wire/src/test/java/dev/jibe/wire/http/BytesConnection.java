package dev.jibe.wire.http;

import java.util.ArrayList;
import java.util.List;

/** A connection whose peer has sent all it will, and reads whatever it is sent. */
public final class BytesConnection implements RawConnection {

    private final byte[] bytes;
    private final List<Runnable> callbacks = new ArrayList<>();
    private int at;
    private boolean open = true;

    public BytesConnection(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public synchronized int read(byte[] into, int offset, int length) {
        if (!open || at == bytes.length) {
            return -1;
        }
        int count = Math.min(length, bytes.length - at);
        System.arraycopy(bytes, at, into, offset, count);
        at += count;
        return count;
    }

    @Override
    public void write(byte[] written, int offset, int length) {}

    @Override
    public synchronized boolean isOpen() {
        return open;
    }

    @Override
    public synchronized void onClose(Runnable callback) {
        if (open) {
            callbacks.add(callback);
        } else {
            Thread.startVirtualThread(callback);
        }
    }

    @Override
    public synchronized void close() {
        if (open) {
            open = false;
            callbacks.forEach(Thread::startVirtualThread);
        }
    }
}
