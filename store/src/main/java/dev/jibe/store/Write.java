package dev.jibe.store;

import java.time.Duration;
import java.util.List;

/** A change that somebody asks for. It happens as a whole at one revision, or not at all. */
public sealed interface Write<V> {

    /** Creates or replaces the value of a key that will never expire. */
    static <V> Put<V> put(String bucket, String key, V value, Expect expect) {
        return new Put<>(bucket, key, value, expect, 0);
    }

    /** Creates or replaces the value of a key, to be deleted by the store after the given time. */
    static <V> Put<V> put(String bucket, String key, V value, Expect expect, Duration timeToLive) {
        return new Put<>(bucket, key, value, expect, timeToLive.toMillis());
    }

    static <V> Delete<V> delete(String bucket, String key, Expect expect) {
        return new Delete<>(bucket, key, expect);
    }

    /** A write of one key. */
    sealed interface Single<V> extends Write<V> {
        String bucket();

        String key();

        Expect expect();
    }

    /** Creates or replaces a value; {@code ttlMillis} is how long it lives, 0 for ever. */
    record Put<V>(String bucket, String key, V value, Expect expect, long ttlMillis) implements Single<V> {
        public Put {
            if (ttlMillis < 0) {
                throw new IllegalArgumentException("negative time to live: " + ttlMillis);
            }
        }
    }

    /**
     * Deletes a key. If the key does not exist this is a conflict, except under {@link Expect.Any}, when nothing
     * happens and no revision is used.
     */
    record Delete<V>(String bucket, String key, Expect expect) implements Single<V> {}

    /** Several writes at one revision, in order, each seeing those before it; one that conflicts undoes them all. */
    record Batch<V>(List<Single<V>> writes) implements Write<V> {
        public Batch {
            writes = List.copyOf(writes);
        }
    }
}
