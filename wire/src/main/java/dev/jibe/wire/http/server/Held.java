package dev.jibe.wire.http.server;

import dev.jibe.runtime.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * What a server holds in memory for its clients: bodies that have not come to their end, answers that are not taken.
 *
 * <p>All of it together is bounded, however many connections there are. When it is too much, the client that has been owing
 * something for the longest is let go: one that means well is done in milliseconds and is never the oldest for long. What
 * has a time is also let go when that is over, as upstream does with requests that last too long.
 */
final class Held {
    private final long limitBytes;
    private final long timeoutNanos;
    private final Clock clock;

    /** Shares whose clients owe something, those that have for the longest first. */
    private final LinkedHashSet<Share> owing = new LinkedHashSet<>();

    private long bytes;

    Held(long limitBytes, Duration timeout, Clock clock) {
        this.limitBytes = limitBytes;
        this.timeoutNanos = timeout.toNanos();
        this.clock = clock;
    }

    /** A share of a request or answer that has to be over in time; the callback ends it and must not block. */
    Share timed(Runnable letGo) {
        return new Share(letGo, timeoutNanos);
    }

    /** A share of what may last for as long as the client wants. */
    Share untimed(Runnable letGo) {
        return new Share(letGo, Long.MAX_VALUE);
    }

    synchronized long bytes() {
        return bytes;
    }

    /** Lets go of whatever has taken too long. */
    void sweep() {
        long now = clock.nanoTime();
        List<Share> late = new ArrayList<>();
        synchronized (this) {
            for (Share share : owing) {
                if (now - share.sinceNanos > share.timeNanos) {
                    late.add(share);
                }
            }
            late.forEach(Share::forget);
        }
        late.forEach(share -> share.letGo.run());
    }

    /**
     * What is held for one request, or for its answer. Event loops use it, and nobody else: a virtual thread that waits for the
     * lock gets it when it is its turn to run, which under load is behind thousands of others, and all loops would wait with it.
     */
    final class Share {
        private final Runnable letGo;
        private final long timeNanos;
        private long held;
        private long sinceNanos;
        private boolean closed;

        private Share(Runnable letGo, long timeNanos) {
            this.letGo = letGo;
            this.timeNanos = timeNanos;
        }

        /** The client owes something from now on. */
        void begin() {
            synchronized (Held.this) {
                owe();
            }
        }

        /** Holds more, until the client has done its part; lets go of others, or of this, if it is too much. */
        void add(long count) {
            List<Share> tooLong = new ArrayList<>(0);
            synchronized (Held.this) {
                if (closed) {
                    return;
                }
                owe();
                held += count;
                bytes += count;
                while (bytes > limitBytes) {
                    Share oldest = owing.getFirst();
                    oldest.forget();
                    tooLong.add(oldest);
                    if (oldest == this) {
                        break;
                    }
                }
            }
            tooLong.forEach(share -> share.letGo.run());
        }

        /** The client has taken some; if it was all, it owes nothing. */
        void less(long count) {
            synchronized (Held.this) {
                if (!closed) {
                    held -= count;
                    bytes -= count;
                    if (held == 0) {
                        owing.remove(this);
                    }
                }
            }
        }

        /** The client has done its part; what is held is still at work. */
        void settle() {
            synchronized (Held.this) {
                owing.remove(this);
            }
        }

        /** Nothing is held any more. */
        void close() {
            synchronized (Held.this) {
                if (!closed) {
                    forget();
                }
            }
        }

        private void owe() {
            if (!closed && owing.add(this)) {
                sinceNanos = clock.nanoTime();
            }
        }

        private void forget() {
            closed = true;
            owing.remove(this);
            bytes -= held;
            held = 0;
        }
    }
}
