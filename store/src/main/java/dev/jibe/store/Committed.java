package dev.jibe.store;

import java.util.List;

/**
 * A write that is durable and published.
 *
 * @param revision the revision it happened at; for a write that changed nothing, the newest at that time
 * @param events what it changed, in the order of the write; empty only if nothing was there to delete
 */
public record Committed<V>(long revision, List<Event<V>> events) {

    /** The entry after a write of one key; for a deletion the entry that was deleted, stamped with this revision. */
    public Entry<V> entry() {
        return events.getFirst().current();
    }
}
