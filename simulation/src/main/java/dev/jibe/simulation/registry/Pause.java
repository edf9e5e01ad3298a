package dev.jibe.simulation.registry;

import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/** Lets others have their turn, for as long as the seed says: this is what brings clients into each other's way. */
final class Pause {

    private static final int LONGEST = 6;

    private final RandomGenerator random;

    Pause(RandomGenerator random) {
        this.random = random;
    }

    @SuppressWarnings("ThreadPriorityCheck") // With one carrier, who yields lets all others run first.
    void some() {
        for (int left = random.nextInt(LONGEST); left > 0; left--) {
            Thread.yield();
        }
    }

    /** Who waits for a monitor has a turn only when nobody is ready. */
    static void rest() {
        LockSupport.parkNanos(1);
    }
}
