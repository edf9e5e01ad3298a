package dev.jibe.simulation.registry;

import dev.jibe.object.JsonMap;
import org.jspecify.annotations.Nullable;

/**
 * A change of an object: what became of it at a version.
 *
 * @param object as it was told; of one that was taken away the last
 * @param state null if it is gone
 * @param known whether a watch told of it, or it was found after a crash only; then the version may be a later one
 */
record Moment(
        long version,
        Subject subject,
        JsonMap object,
        @Nullable State state,
        boolean known) {

    @Override
    public String toString() {
        return subject + " at " + version + (known ? "" : " (found)") + ": " + state;
    }
}
