package dev.jibe.store;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The kept events of one bucket, in order: the part of the history that its watchers walk.
 *
 * <p>A ring that one thread writes and any number read without a lock. Positions count all events the bucket ever had;
 * those from head up to, not including, tail are kept.
 */
final class Feed<V> {

    private static final int FIRST_CAPACITY = 16;

    /** Watchers that wait to be woken. */
    final Set<Watch<V>> armed = ConcurrentHashMap.newKeySet();

    /** How many watchers it ever had. */
    final AtomicInteger watched = new AtomicInteger();

    /** Whether the waker has been told to look at this feed and has not begun to. */
    final AtomicBoolean signalled = new AtomicBoolean();

    private volatile AtomicReferenceArray<@Nullable Event<V>> ring = new AtomicReferenceArray<>(FIRST_CAPACITY);
    private volatile long head;
    private volatile long tail;
    private volatile int gaps;
    private volatile long forgotten;

    /** The revision of the last event that is no longer kept; 0 if all are. Known before the event is gone. */
    long forgotten() {
        return forgotten;
    }

    /** How often all events were let go of because another past began. */
    int gaps() {
        return gaps;
    }

    long head() {
        return head;
    }

    long tail() {
        return tail;
    }

    /** The event at a position below the tail, or null if it is no longer kept. */
    @Nullable
    Event<V> get(long position) {
        AtomicReferenceArray<@Nullable Event<V>> slots = ring;
        Event<V> event = slots.get(slot(slots, position));
        // The head moves before a slot is cleared or used again, so a head at or below the position vouches for the
        // slot.
        return head <= position ? event : null;
    }

    /** The position of the first kept event after the revision. */
    long positionAfter(long revision) {
        long low = head;
        long high = tail;
        while (low < high) {
            long middle = (low + high) >>> 1;
            Event<V> event = get(middle);
            if (event == null || event.revision() <= revision) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Adds the newest event. Only for the one writer. */
    void append(Event<V> event) {
        long position = tail;
        if (position - head == ring.length()) {
            grow();
        }
        ring.set(slot(ring, position), event);
        tail = position + 1;
    }

    /** Lets go of the oldest event. Only for the one writer. */
    void dropFirst() {
        long position = head;
        Event<V> first = get(position);
        if (first != null) {
            forgotten = first.revision();
        }
        head = position + 1;
        ring.set(slot(ring, position), null);
    }

    /** Lets go of all events, and leaves a gap for those who have not seen what comes now. Only for the one writer. */
    void skip() {
        long from = head;
        long to = tail;
        int before = gaps;
        gaps = before + 1;
        head = to + 1;
        tail = to + 1;
        for (long position = from; position < to; position++) {
            ring.set(slot(ring, position), null);
        }
    }

    private void grow() {
        AtomicReferenceArray<@Nullable Event<V>> old = ring;
        var larger = new AtomicReferenceArray<@Nullable Event<V>>(old.length() * 2);
        for (long position = head; position < tail; position++) {
            larger.set(slot(larger, position), old.get(slot(old, position)));
        }
        ring = larger;
    }

    private static int slot(AtomicReferenceArray<?> slots, long position) {
        return (int) (position & (slots.length() - 1));
    }
}
