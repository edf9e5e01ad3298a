package dev.jibe.server.request;

import dev.jibe.wire.WireException;
import java.util.concurrent.Semaphore;

/** Who may write a long list now: more of them at once than there are processors only take memory. */
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

    /** What writes a list. */
    @FunctionalInterface
    interface Writing<T> {
        T run() throws WireException;
    }

    /** Writes a list of so many objects, when it may. */
    <T> T write(int objects, Writing<T> writing) throws WireException {
        if (objects <= LONG) {
            return writing.run();
        }
        places.acquireUninterruptibly();
        try {
            return writing.run();
        } finally {
            places.release();
        }
    }

    /** How many wait. */
    int waiting() {
        return places.getQueueLength();
    }
}
