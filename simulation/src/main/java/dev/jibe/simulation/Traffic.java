package dev.jibe.simulation;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/** What goes through the transports of a cluster's parts: how it is known that nothing moves any more. */
final class Traffic {

    /** How often in a row everything that is ready is let run, without anything passing, until it counts as quiet. */
    private static final int QUIET_ROUNDS = 12;

    private static final int YIELDS = 6;

    /** A call that takes so long waits for time to pass, and for nothing else. */
    private static final Duration LONGEST_CALL = Duration.ofMillis(500);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition landed = lock.newCondition();
    private int inFlight;
    private long passed;

    void begin() {
        lock.lock();
        try {
            inFlight++;
            passed++;
        } finally {
            lock.unlock();
        }
    }

    void end() {
        lock.lock();
        try {
            inFlight--;
            passed++;
            landed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Notes an event of a watch that somebody was given. */
    void pass() {
        lock.lock();
        try {
            passed++;
        } finally {
            lock.unlock();
        }
    }

    long passed() {
        lock.lock();
        try {
            return passed;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until all parts have done what they can do at this time; called on a virtual thread. */
    @SuppressWarnings("ThreadPriorityCheck") // With one carrier, who yields lets all others run first.
    void awaitQuiet() throws InterruptedException {
        long seen = -1;
        for (int round = 0; round < QUIET_ROUNDS; round++) {
            for (int i = 0; i < YIELDS; i++) {
                Thread.yield();
            }
            long now = awaitLanded();
            if (now != seen) {
                round = 0;
                seen = now;
            }
        }
    }

    /**
     * Lets the carrier rest for a moment. Who has waited for a monitor is woken by a thread of the machine's, and runs only
     * when nobody who yields is ready: without rests that could take for ever.
     */
    void rest() {
        LockSupport.parkNanos(1);
    }

    private long awaitLanded() throws InterruptedException {
        lock.lock();
        try {
            long left = LONGEST_CALL.toNanos();
            while (inFlight > 0 && left > 0) {
                left = landed.awaitNanos(left);
            }
            return passed;
        } finally {
            lock.unlock();
        }
    }
}
