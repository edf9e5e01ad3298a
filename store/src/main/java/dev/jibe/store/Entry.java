package dev.jibe.store;

/**
 * One key and its value as of one revision.
 *
 * @param bucket the ordered key space it lives in
 * @param key the key, unique within its bucket
 * @param value the value, stamped with the revision of its last change
 * @param createRevision the revision that brought the key into being
 * @param modRevision the revision of the last change; for an entry in a deletion event, that of the deletion
 * @param expiresAtMillis when the store deletes it, in milliseconds since the epoch, or 0 for never
 */
public record Entry<V>(
        String bucket, String key, V value, long createRevision, long modRevision, long expiresAtMillis) {

    /** What {@link #expiresAtMillis} is when the entry stays until somebody deletes it. */
    public static final long NEVER = 0;
}
