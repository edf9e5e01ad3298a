package dev.jibe.wire.http.server;

import dev.jibe.runtime.Clock;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A timer of a connection that is moved often and fires seldom: moving it is one write to a field. */
@SuppressWarnings("FutureReturnValueIgnored") // The timer is never cancelled: it looks when it fires.
final class Deadline implements Runnable {
    private final EventLoop loop;
    private final Clock clock;
    private final Runnable onExpiry;
    private long atNanos;
    private boolean armed;
    private boolean scheduled;

    Deadline(EventLoop loop, Clock clock, Runnable onExpiry) {
        this.loop = loop;
        this.clock = clock;
        this.onExpiry = onExpiry;
    }

    void in(Duration delay) {
        atNanos = clock.nanoTime() + delay.toNanos();
        armed = true;
        if (!scheduled) {
            schedule(delay.toNanos());
        }
    }

    void cancel() {
        armed = false;
    }

    @Override
    public void run() {
        scheduled = false;
        if (!armed) {
            return;
        }
        long left = atNanos - clock.nanoTime();
        if (left > 0) {
            schedule(left);
        } else {
            armed = false;
            onExpiry.run();
        }
    }

    private void schedule(long nanos) {
        scheduled = true;
        loop.schedule(this, nanos, TimeUnit.NANOSECONDS);
    }
}
