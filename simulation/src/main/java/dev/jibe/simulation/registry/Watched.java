package dev.jibe.simulation.registry;

import dev.jibe.client.Event;
import dev.jibe.object.JsonMap;
import java.util.List;

/**
 * What a watch has told.
 *
 * @param from the version after which it began; of one that began with what was there, the version of that
 * @param initial what was there, if it began with that
 * @param seen the version up to which it has told all, as it said by its last event or bookmark
 */
record Watched(
        Sort sort,
        String namespace,
        String label,
        long from,
        boolean beganWithState,
        List<JsonMap> initial,
        List<Event> events,
        long seen) {

    @Override
    public String toString() {
        return "watch of " + sort + " in '" + namespace + "' with '" + label + "' from " + from;
    }
}
