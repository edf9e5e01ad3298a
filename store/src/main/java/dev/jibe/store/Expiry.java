package dev.jibe.store;

import dev.jibe.runtime.Cancellable;
import dev.jibe.runtime.Clock;
import dev.jibe.runtime.logging.Log;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What deletes entries when their time is up, by ordinary deletions that expect the revision that had the time: an entry
 * that was changed meanwhile stays.
 */
final class Expiry<V> implements AutoCloseable {

    private static final Log LOG = Log.of(Expiry.class);

    /** When a deletion did not go through. */
    private static final long RETRY_MILLIS = 1_000;

    private final Clock clock;
    private final Function<Write<V>, CompletableFuture<Committed<V>>> log;
    private final ReentrantLock lock = new ReentrantLock();
    private final PriorityQueue<Due> queue = new PriorityQueue<>(Comparator.comparingLong(Due::atMillis));
    private @Nullable Cancellable timer;
    private long timerAtMillis;
    private boolean closed;

    private record Due(long atMillis, String bucket, String key, long revision) {}

    Expiry(Clock clock, Function<Write<V>, CompletableFuture<Committed<V>>> log) {
        this.clock = clock;
        this.log = log;
    }

    /** Notes every entry that will expire. */
    void published(List<Change<V>> changes) {
        for (Change<V> change : changes) {
            for (Event<V> event : change.events()) {
                if (event.type() != Event.Type.DELETED) {
                    add(event.current());
                }
            }
        }
    }

    void add(Entry<V> entry) {
        if (entry.expiresAtMillis() != Entry.NEVER) {
            add(new Due(entry.expiresAtMillis(), entry.bucket(), entry.key(), entry.modRevision()));
        }
    }

    private void add(Due due) {
        lock.lock();
        try {
            queue.add(due);
            schedule();
        } finally {
            lock.unlock();
        }
    }

    /** Sets the timer for the earliest, unless it is set early enough. */
    private void schedule() {
        Due first = queue.peek();
        if (closed || first == null || (timer != null && timerAtMillis <= first.atMillis())) {
            return;
        }
        if (timer != null) {
            timer.cancel();
        }
        timerAtMillis = first.atMillis();
        timer = clock.schedule(Duration.ofMillis(Math.max(0, timerAtMillis - clock.millis())), this::expire);
    }

    private void expire() {
        for (Due due : takeDue()) {
            CompletableFuture<Committed<V>> deletion =
                    log.apply(Write.delete(due.bucket(), due.key(), Expect.revision(due.revision())));
            var _ = deletion.whenComplete((done, failure) -> {
                if (failure instanceof StoreException.TooBusy || failure instanceof StoreException.Unavailable) {
                    LOG.debug("expiry is late", "key", due.key(), "reason", failure.getMessage());
                    add(new Due(clock.millis() + RETRY_MILLIS, due.bucket(), due.key(), due.revision()));
                }
            });
        }
    }

    private List<Due> takeDue() {
        List<Due> taken = new ArrayList<>();
        lock.lock();
        try {
            timer = null;
            long now = clock.millis();
            for (Due due = queue.peek(); due != null && due.atMillis() <= now; due = queue.peek()) {
                taken.add(queue.remove());
            }
            schedule();
        } finally {
            lock.unlock();
        }
        return taken;
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            queue.clear();
            if (timer != null) {
                timer.cancel();
            }
        } finally {
            lock.unlock();
        }
    }
}
