package dev.jibe.store;

import java.util.List;

/**
 * One revision: what it changed, and the state after it.
 *
 * @param sinceMillis when it was committed, in milliseconds of {@link History#elapsedMillis}
 * @param sizeBytes about how much memory is held by keeping it
 */
record Change<V>(Root<V> root, List<Event<V>> events, long sinceMillis, int sizeBytes) {

    /** The copied path in the tree, the events and the records around them. */
    static final int OVERHEAD_BYTES = 1_500;

    long revision() {
        return root.revision();
    }
}
