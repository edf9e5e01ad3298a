package dev.jibe.client.leader;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Call;
import dev.jibe.client.EventStream;
import dev.jibe.client.Reply;
import dev.jibe.client.Transport;
import dev.jibe.runtime.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The API as the holder of a lease uses it: while it holds it, and not one call longer.
 *
 * <p>A process that was stopped for a while may find that its lease has run out without having been told. So every call
 * looks at the time, and the end of a term waits for the calls that are under way.
 */
final class Term implements Transport {

    private static final int SERVICE_UNAVAILABLE = 503;

    private final Transport transport;
    private final Clock clock;
    private final AtomicInteger underWay = new AtomicInteger();
    private volatile long untilNanos;
    private volatile boolean over;

    /** A term that, not extended, ends by itself at a time of {@link Clock#nanoTime}. */
    Term(Transport transport, Clock clock, long untilNanos) {
        this.transport = transport;
        this.clock = clock;
        this.untilNanos = untilNanos;
    }

    void extend(long nanos) {
        untilNanos = nanos;
    }

    @Override
    public Reply send(Call call) {
        enter(call);
        try {
            return transport.send(call);
        } finally {
            leave();
        }
    }

    @Override
    public EventStream watch(Call call) {
        enter(call);
        try {
            return transport.watch(call);
        } finally {
            leave();
        }
    }

    private void enter(Call call) {
        underWay.incrementAndGet();
        if (over || clock.nanoTime() - untilNanos >= 0) {
            leave();
            throw ApiFailure.of(SERVICE_UNAVAILABLE, "ServiceUnavailable", "no longer the leader: " + call);
        }
    }

    private void leave() {
        if (underWay.decrementAndGet() == 0 && over) {
            wake();
        }
    }

    private synchronized void wake() {
        notifyAll();
    }

    /** Lets no more calls through. */
    void end() {
        over = true;
    }

    /** Waits, after the end, for the calls that are under way; false if some still are after so long. */
    synchronized boolean awaitQuiet(Duration limit) throws InterruptedException {
        if (underWay.get() == 0) {
            return true;
        }
        var expired = new AtomicBoolean();
        var timer = clock.schedule(limit, () -> {
            expired.set(true);
            wake();
        });
        try {
            while (underWay.get() > 0 && !expired.get()) {
                wait();
            }
        } finally {
            timer.cancel();
        }
        return underWay.get() == 0;
    }

    @Override
    public void close() {
        end();
    }
}
