package dev.jibe.server.request;

import dev.jibe.wire.WireException;
import java.util.concurrent.Semaphore;

/**
 * Who may write a long list now, and with how many hands: more than there are processors only take memory.
 */
final class LongLists {

    /** Lists of no more than clients ask for at a time need not wait for longer ones. */
    static final int LONG = 500;

    private final Semaphore places;

    LongLists(int atOnce) {
        this.places = new Semaphore(atOnce, true);
    }

    static LongLists ofThisMachine() {
        return new LongLists(Runtime.getRuntime().availableProcessors());
    }

    /** What writes a list, side by side in so many parts. */
    @FunctionalInterface
    interface Writing<T> {
        T run(int parts) throws WireException;
    }

    /** Writes a list of so many objects, when it may; in several parts if nobody else wants to write one. */
    <T> T write(int objects, Writing<T> writing) throws WireException {
        if (objects <= LONG) {
            return writing.run(1);
        }
        places.acquireUninterruptibly();
        int parts = 1 + places.drainPermits();
        try {
            return writing.run(parts);
        } finally {
            places.release(parts);
        }
    }

    /** How many wait. */
    int waiting() {
        return places.getQueueLength();
    }
}
