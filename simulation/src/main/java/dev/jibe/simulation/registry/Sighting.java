package dev.jibe.simulation.registry;

import dev.jibe.object.JsonMap;
import java.util.List;

/** What a client has read. */
sealed interface Sighting {

    record Got(Subject subject, long begun, long ended, long floor, Answer answer) implements Sighting {}

    /**
     * All that there is, in pages that must be of one version.
     *
     * @param label that was selected, or empty
     * @param exactly the version that was asked for, or 0
     * @param version the one that was given
     */
    record Listed(
            Sort sort,
            String namespace,
            String label,
            long exactly,
            long begun,
            long ended,
            long floor,
            long version,
            List<JsonMap> items)
            implements Sighting {}
}
