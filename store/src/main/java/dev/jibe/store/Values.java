package dev.jibe.store;

/**
 * What the store needs to know of its values, which are immutable.
 *
 * @param <V> the type of the values
 */
public interface Values<V> {

    /**
     * The bytes that the log keeps of the value of a key. Runs on the writer's thread, and again on a background thread
     * for a snapshot.
     */
    byte[] encode(String bucket, String key, V value);

    /** The value of bytes that {@link #encode} made for the same key; it is stamped afterwards. */
    V decode(String bucket, String key, byte[] bytes);

    /**
     * The same value carrying its revision. Runs on the committer's thread for every write, so it must be cheap; what it
     * stamped before, it stamps over.
     */
    V stamp(V value, long revision);
}
