package dev.jibe.simulation;

import dev.jibe.runtime.logging.Log;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What goes through the transports of a cluster's parts: how it is known that nothing moves any more, and whether two runs
 * were the same.
 */
final class Traffic {

    /** How often in a row everything that is ready is let run, without anything passing, until it counts as quiet. */
    private static final int QUIET_ROUNDS = 12;

    private static final int YIELDS = 6;

    /** A call that takes so long waits for time to pass, and for nothing else. */
    private static final Duration LONGEST_CALL = Duration.ofMillis(500);

    private static final Log LOG = Log.of(Traffic.class);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition landed = lock.newCondition();
    private int inFlight;
    private long passed;
    private long fingerprint;

    void begin(String call) {
        lock.lock();
        try {
            inFlight++;
            note(call);
        } finally {
            lock.unlock();
        }
    }

    void end(String answer) {
        lock.lock();
        try {
            inFlight--;
            note(answer);
            landed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Notes an event of a watch that somebody was given. */
    void pass(String event) {
        lock.lock();
        try {
            note(event);
        } finally {
            lock.unlock();
        }
    }

    private void note(String what) {
        passed++;
        fingerprint = 31 * fingerprint + what.hashCode();
        LOG.debug(what);
    }

    /** A number that two runs have in common only if the same passed in both, in the same order. */
    long fingerprint() {
        lock.lock();
        try {
            return fingerprint;
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
