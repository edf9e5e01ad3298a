package dev.jibe.store;

import org.jspecify.annotations.Nullable;

/**
 * One key's change, as watchers see it.
 *
 * @param current the entry after the change; for a deletion the last value, stamped with the deletion's revision
 * @param previous the entry before the change, or null if the key did not exist
 * @param revision the revision of the change, shared by all events of one batch
 */
public record Event<V>(
        Type type, Entry<V> current, @Nullable Entry<V> previous, long revision) {

    /** What happened to the key. */
    public enum Type {
        ADDED,
        MODIFIED,
        DELETED
    }
}
