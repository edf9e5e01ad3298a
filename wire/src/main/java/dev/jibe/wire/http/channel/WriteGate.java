package dev.jibe.wire.http.channel;

import dev.jibe.wire.WireException;
import org.jspecify.annotations.Nullable;

/**
 * The bound on bytes that were written but have not gone to the peer. One write may overshoot the limit, so that a
 * payload larger than it can pass at all.
 */
public final class WriteGate {
    private final int limitBytes;
    private long pending;
    private int waiters;
    private boolean closed;
    private @Nullable Runnable waiting;

    public WriteGate(int limitBytes) {
        this.limitBytes = limitBytes;
    }

    /** Takes room for a payload if there is any. */
    public synchronized boolean tryEnter(int bytes) {
        if (closed || pending >= limitBytes) {
            return false;
        }
        pending += bytes;
        return true;
    }

    /** Takes room for a payload, waiting for it. */
    public synchronized void enter(int bytes) throws WireException {
        while (!closed && pending >= limitBytes) {
            waiters++;
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new WireException("interrupted while writing", e);
            } finally {
                waiters--;
            }
        }
        if (closed) {
            throw new WireException("the peer has gone or the stream is closed");
        }
        pending += bytes;
    }

    /** Gives room back when a payload has gone to the peer. */
    public void leave(int bytes) {
        Runnable callback = null;
        synchronized (this) {
            boolean wasFull = pending >= limitBytes;
            pending -= bytes;
            if (waiters > 0 && (pending == 0 || (wasFull && pending < limitBytes))) {
                notifyAll();
            }
            if (pending <= limitBytes / 2) {
                callback = waiting;
                waiting = null;
            }
        }
        if (callback != null) {
            callback.run();
        }
    }

    public synchronized boolean isOpen() {
        return !closed;
    }

    public synchronized boolean hasRoom() {
        return !closed && pending < limitBytes;
    }

    /** Runs the callback once, when there is room again or the gate closes; at once if so already. */
    public void onRoom(Runnable callback) {
        synchronized (this) {
            if (!closed && pending > limitBytes / 2) {
                waiting = callback;
                return;
            }
        }
        callback.run();
    }

    /** Lets nobody in any more, and wakes all who wait. */
    public void close() {
        Runnable callback;
        synchronized (this) {
            closed = true;
            callback = waiting;
            waiting = null;
            notifyAll();
        }
        if (callback != null) {
            callback.run();
        }
    }
}
