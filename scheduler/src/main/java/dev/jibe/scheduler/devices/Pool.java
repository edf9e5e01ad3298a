package dev.jibe.scheduler.devices;

import java.util.List;

/**
 * What one node can use of a pool.
 *
 * @param offers devices that the node can use
 * @param counters what the pool's devices are cut out of
 * @param consumers all devices of the pool that take something of it, for whatever nodes they are
 */
record Pool(PoolId id, State state, List<Offer> offers, Counters counters, List<Offer> consumers) {

    /** Whether devices of a pool can be given to anybody. */
    enum State {
        SOUND,
        /** Slices of it are not there yet. */
        INCOMPLETE,
        /** Its slices contradict each other. */
        INVALID
    }

    static Pool useless(PoolId id, State state) {
        return new Pool(id, state, List.of(), Counters.NONE, List.of());
    }

    boolean isSound() {
        return state == State.SOUND;
    }
}
