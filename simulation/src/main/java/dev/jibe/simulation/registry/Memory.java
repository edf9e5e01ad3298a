package dev.jibe.simulation.registry;

import dev.jibe.simulation.SimulationException;

/**
 * How much of the past a server must know.
 *
 * @param begun the version at which it started; from before it need know nothing
 * @param revisions that it keeps
 */
record Memory(long begun, int revisions) {

    /** Fails if a version is said to be too old that is not. */
    void checkForgotten(long asked, long newest, String what) {
        if (asked >= begun && newest - asked < revisions / 2) {
            throw new SimulationException(
                    what + ": version " + asked + " is said to be too old, the newest is " + newest + ", " + this);
        }
    }
}
