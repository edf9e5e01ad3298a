package dev.jibe.store.wal;

import java.io.IOException;

/** Whoever rebuilds the state from the log. */
public interface Replay {

    /** The state to begin with; called first, and only if there is a snapshot. */
    void snapshot(SnapshotReader reader) throws IOException;

    /**
     * The next change in the order of the log.
     *
     * @param timeMillis when it was written, in milliseconds since the epoch
     * @param continued whether the next mutation belongs to the same revision
     */
    void mutation(long revision, long timeMillis, Mutation mutation, boolean continued);
}
