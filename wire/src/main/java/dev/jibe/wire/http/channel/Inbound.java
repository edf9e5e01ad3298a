package dev.jibe.wire.http.channel;

import dev.jibe.wire.WireException;
import dev.jibe.wire.http.BodyTooLargeException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Bytes on their way from an event loop to a reading thread. The event loop never waits: it offers, and the owner's
 * flow control, told by {@code taken} how many bytes were read, keeps the amount in bounds. One thread reads at a time.
 */
public final class Inbound {
    private static final byte[] NOTHING = {};

    private final ArrayDeque<byte[]> chunks = new ArrayDeque<>(2);
    private final IntConsumer taken;
    private int offset;
    private int buffered;
    private boolean ended;
    private @Nullable WireException failure;
    private @Nullable Thread reader;

    public Inbound(IntConsumer taken) {
        this.taken = taken;
    }

    /** Adds bytes; the number of those that wait now. */
    public synchronized int offer(byte[] chunk) {
        if (!ended && chunk.length > 0) {
            chunks.add(chunk);
            buffered += chunk.length;
            wake();
        }
        return buffered;
    }

    /** Nothing more will come. */
    public synchronized void end() {
        ended = true;
        wake();
    }

    /** Nothing more will come, and that is a failure; unless the end came before. */
    public synchronized void fail(WireException cause) {
        if (!ended) {
            ended = true;
            failure = cause;
            wake();
        }
    }

    public synchronized int buffered() {
        return buffered;
    }

    public synchronized boolean isEnded() {
        return ended;
    }

    /** Forgets what waits and what is yet to come; the number of bytes dropped. */
    public synchronized int discard() {
        int dropped = buffered;
        chunks.clear();
        buffered = 0;
        offset = 0;
        ended = true;
        wake();
        return dropped;
    }

    /** Reads at least one byte, waiting for it; -1 at the end. */
    public int read(byte[] into, int at, int length) throws WireException {
        if (length == 0) {
            return 0;
        }
        int count;
        await();
        synchronized (this) {
            byte[] chunk = head();
            if (chunk == null) {
                return -1;
            }
            count = Math.min(length, chunk.length - offset);
            System.arraycopy(chunk, offset, into, at, count);
            offset += count;
            if (offset == chunk.length) {
                chunks.remove();
                offset = 0;
            }
            buffered -= count;
        }
        taken.accept(count);
        return count;
    }

    /** The next bytes, waiting for them, without a copy where possible; null at the end. */
    public byte @Nullable [] next() throws WireException {
        byte[] chunk;
        await();
        synchronized (this) {
            chunk = head();
            if (chunk == null) {
                return null;
            }
            chunks.remove();
            if (offset > 0) {
                chunk = Arrays.copyOfRange(chunk, offset, chunk.length);
                offset = 0;
            }
            buffered -= chunk.length;
        }
        taken.accept(chunk.length);
        return chunk;
    }

    /** All bytes up to the end, waiting for it. */
    public byte[] all(int limitBytes) throws WireException {
        byte[] first = next();
        if (first == null) {
            return NOTHING;
        }
        checkLimit(first.length, limitBytes);
        byte[] chunk = next();
        if (chunk == null) {
            return first;
        }
        byte[] all = Arrays.copyOf(first, Math.min(limitBytes, Math.max(1024, 2 * (first.length + chunk.length))));
        int length = first.length;
        while (chunk != null) {
            checkLimit((long) length + chunk.length, limitBytes);
            if (length + chunk.length > all.length) {
                long doubled = Math.max(2L * all.length, length + chunk.length);
                all = Arrays.copyOf(all, (int) Math.min(limitBytes, doubled));
            }
            System.arraycopy(chunk, 0, all, length, chunk.length);
            length += chunk.length;
            chunk = next();
        }
        return length == all.length ? all : Arrays.copyOf(all, length);
    }

    public InputStream stream(Runnable onClose) {
        return new InboundStream(this, onClose);
    }

    private static void checkLimit(long length, int limitBytes) throws BodyTooLargeException {
        if (length > limitBytes) {
            throw new BodyTooLargeException(limitBytes);
        }
    }

    /** Wakes the reader, if one waits. */
    private void wake() {
        Thread waiting = reader;
        if (waiting != null) {
            reader = null;
            LockSupport.unpark(waiting);
        }
    }

    /** Waits, without the lock, until there is something to read or nothing more will come. */
    private void await() throws WireException {
        while (true) {
            synchronized (this) {
                if (!chunks.isEmpty() || ended) {
                    reader = null;
                    return;
                }
                reader = Thread.currentThread();
            }
            LockSupport.park(this);
            if (Thread.currentThread().isInterrupted()) {
                throw new WireException("interrupted while reading");
            }
        }
    }

    /** The chunk to read from; null at the end. */
    private byte @Nullable [] head() throws WireException {
        if (chunks.isEmpty() && failure != null) {
            throw new WireException(String.valueOf(failure.getMessage()), failure);
        }
        return chunks.peek();
    }
}
