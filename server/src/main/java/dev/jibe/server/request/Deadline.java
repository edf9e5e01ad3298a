package dev.jibe.server.request;

import dev.jibe.runtime.Clock;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * When the time of a request is over. The thread that works on the request carries it along, so that whoever it asks has no
 * more time than is left; requests from inside of the process, and those that last for as long as somebody wants, have none.
 */
public final class Deadline {

    /** Of a request that may take as long as it does. */
    public static final Deadline NONE =
            new Deadline(Clock.system(), 0, Duration.ofNanos(Long.MAX_VALUE), Bound.REQUEST);

    static final String OVER = "request did not complete within requested timeout - context deadline exceeded";

    private static final ScopedValue<Deadline> CURRENT = ScopedValue.newInstance();
    private static final Duration SHORTEST = Duration.ofMillis(1);

    /** Upstream gives every write to an object so long, whatever the request may take. */
    private static final Duration OF_WRITES = Duration.ofSeconds(34);

    /** Whose time it is that is over first; both have their own words for it. */
    enum Bound {
        REQUEST,
        WRITE
    }

    private final Clock clock;
    private final long begunNanos;
    private final Duration allotted;
    private final Bound bound;

    /**
     * The deadline of a request.
     *
     * @param begunNanos when it came
     * @param allotted how long it may take
     */
    Deadline(Clock clock, long begunNanos, Duration allotted, Bound bound) {
        this.clock = clock;
        this.begunNanos = begunNanos;
        this.allotted = allotted;
        this.bound = bound;
    }

    /** Of the request that the calling thread works on. */
    public static Deadline current() {
        return CURRENT.isBound() ? CURRENT.get() : NONE;
    }

    <T, X extends Throwable> T during(ScopedValue.CallableOp<T, X> work) throws X {
        return this == NONE ? work.call() : ScopedValue.where(CURRENT, this).call(work);
    }

    /** The same work for another thread, which does it for the caller's request. */
    public static <T> Supplier<T> carried(Supplier<T> work) {
        var deadline = current();
        return deadline == NONE ? work : () -> deadline.during(work::get);
    }

    /** How long the request may take in all. */
    Duration length() {
        return bound == Bound.WRITE && OF_WRITES.compareTo(allotted) < 0 ? OF_WRITES : allotted;
    }

    private long leftNanos() {
        return length().toNanos() - (clock.nanoTime() - begunNanos);
    }

    /** How long somebody may be waited for: so long, or until the request's time is over. */
    public Duration left(Duration most) {
        if (this == NONE) {
            return most;
        }
        var left = Duration.ofNanos(Math.max(SHORTEST.toNanos(), leftNanos()));
        return left.compareTo(most) < 0 ? left : most;
    }

    /** How long the request may still stand in a queue, of which it gets a part of its time. */
    public Duration left(Duration otherwise, int part, Duration most) {
        if (this == NONE) {
            return otherwise;
        }
        var share = allotted.dividedBy(part);
        var whole = share.compareTo(most) < 0 ? share : most;
        return whole.minusNanos(clock.nanoTime() - begunNanos);
    }

    public boolean hasPassed() {
        return this != NONE && leftNanos() <= 0;
    }

    /** Goes no further with a request whose time is over: nobody would learn what came of it. */
    public void check() {
        if (hasPassed()) {
            throw ApiException.timeout(OVER);
        }
    }

    /** Whether it is the time for a write that is over, not that of the request. */
    boolean isOfWrite() {
        return bound == Bound.WRITE && OF_WRITES.compareTo(allotted) < 0;
    }
}
