package dev.jibe.store;

import dev.jibe.runtime.Cancellable;
import dev.jibe.runtime.Clock;
import dev.jibe.runtime.logging.Log;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A cursor over the events of one bucket that are of interest: all of them after its start, once each, in order.
 *
 * <p>It owns no queue; it walks the history that all watches share, so a slow one costs nobody anything and learns by
 * {@link StoreException.Compacted} that what it has not seen is gone. One thread at a time uses it; {@link #close} may
 * come from any.
 */
public final class Watch<V> implements AutoCloseable {

    private static final Log LOG = Log.of(Watch.class);

    private final Store<V> store;
    private final History<V> history;
    private final Feed<V> feed;
    private final Waker<V> waker;
    private final Clock clock;
    private final Predicate<Event<V>> interest;
    private final long after;
    private final int gaps;
    private final int number;

    /** The next event to look at. Written by the reader only. */
    private volatile long position;

    /** The events from the reader's position up to here are known to be of no interest. Written by the waker only. */
    private volatile long checked;

    private long revision;
    private volatile @Nullable Runnable wake;
    private volatile boolean closed;

    Watch(
            Store<V> store,
            History<V> history,
            Waker<V> waker,
            Clock clock,
            String bucket,
            Predicate<Event<V>> interest,
            long after) {
        this.store = store;
        this.history = history;
        this.feed = history.feed(bucket);
        this.number = feed.watched.incrementAndGet();
        this.waker = waker;
        this.clock = clock;
        this.interest = interest;
        this.after = after;
        this.revision = after;
        // Before the position: a gap that comes meanwhile is then one too many.
        this.gaps = feed.gaps();
        this.position = feed.positionAfter(after);
        long watchable = history.watchableAfter(feed);
        if (after < watchable) {
            throw new StoreException.Compacted(after, watchable);
        }
    }

    /** The revision up to which everything of interest has been returned: what a bookmark says. */
    public long revision() {
        return revision;
    }

    /**
     * The next events, at most so many, without waiting; none if there are none yet.
     *
     * @throws StoreException.Compacted if events that were not returned yet are no longer kept
     * @throws StoreException.Unavailable if the watch or its store is closed
     */
    public List<Event<V>> poll(int max) {
        checkOpen();
        // In this order: every event up to this revision is in the feed already.
        long published = history.latest().revision();
        long tail = feed.tail();
        // What was looked at while nobody polled may be forgotten by now.
        long at = Math.max(position, checked);
        List<Event<V>> events = List.of();
        while (at < tail) {
            Event<V> event = feed.get(at);
            if (event == null) {
                at = pastForgotten();
                continue;
            }
            if (event.revision() > published) {
                break;
            }
            if (isWanted(event)) {
                if (events.size() == max) {
                    position = at;
                    revision = Math.max(revision, event.revision() - 1);
                    return events;
                }
                if (events.isEmpty()) {
                    events = new ArrayList<>();
                }
                events.add(event);
            }
            at++;
        }
        position = at;
        revision = Math.max(revision, published);
        return events;
    }

    private boolean isWanted(Event<V> event) {
        return event.revision() > after && interest.test(event);
    }

    /** Where the kept events begin, if all that are not kept came before this watch's start, which may be yet to come. */
    private long pastForgotten() {
        // In this order: it is known what goes before it goes.
        long head = feed.head();
        long watchable = history.watchableAfter(feed);
        if (watchable > after || feed.gaps() != gaps) {
            throw new StoreException.Compacted(revision, watchable);
        }
        return head;
    }

    /**
     * Has the wake-up run once, as soon as there may be something to poll: at once if there is already. It runs on a
     * thread of the store and must be short. A later call replaces it.
     */
    public void onEvents(Runnable newWake) {
        wake = newWake;
        feed.armed.add(this);
        if (closed || store.isClosed()) {
            feed.armed.remove(this);
            wake();
        } else if (position < feed.tail()) {
            waker.signal(feed);
        }
    }

    /** The next events, at most so many, waiting for the first; none if none came in time. */
    public List<Event<V>> take(int max, Duration timeout) throws InterruptedException {
        List<Event<V>> events = poll(max);
        if (!events.isEmpty()) {
            return events;
        }
        Thread reader = Thread.currentThread();
        var expired = new AtomicBoolean();
        Cancellable timer = clock.schedule(timeout, () -> {
            expired.set(true);
            LockSupport.unpark(reader);
        });
        try {
            while (events.isEmpty() && !expired.get()) {
                var woken = new AtomicBoolean();
                onEvents(() -> {
                    woken.set(true);
                    LockSupport.unpark(reader);
                });
                while (!woken.get() && !expired.get()) {
                    LockSupport.park(this);
                    if (Thread.interrupted()) {
                        throw new InterruptedException();
                    }
                }
                events = poll(max);
            }
            return events;
        } finally {
            timer.cancel();
            feed.armed.remove(this);
        }
    }

    /** Whether an event that was not returned yet is of interest, or is no longer kept. For the waker. */
    boolean hasNews() {
        long tail = feed.tail();
        for (long at = Math.max(checked, position); at < tail; at++) {
            Event<V> event = feed.get(at);
            if (event == null || isWanted(event)) {
                return true;
            }
            checked = at + 1;
        }
        return closed;
    }

    void wake() {
        Runnable action = wake;
        wake = null;
        if (action == null) {
            return;
        }
        try {
            action.run();
        } catch (RuntimeException failure) {
            LOG.error("a watch's wake-up failed", failure);
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new StoreException.Unavailable("the watch is closed", null);
        }
        if (store.isClosed()) {
            throw new StoreException.Unavailable("the store is closed", null);
        }
    }

    @Override
    public void close() {
        closed = true;
        if (feed.armed.remove(this)) {
            wake();
        }
    }

    /** Those that wait for the same event are woken in an order that a simulation can repeat: not in that of addresses. */
    @Override
    public int hashCode() {
        return number;
    }
}
