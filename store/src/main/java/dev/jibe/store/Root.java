package dev.jibe.store;

import dev.jibe.store.tree.Tree;
import org.jspecify.annotations.Nullable;

/** The whole state at one revision: a tree of buckets, each a tree of entries. */
record Root<V>(long revision, Tree<Tree<Entry<V>>> buckets) {

    /** The revision of a store that nothing was ever written to; upstream's resource versions begin there too. */
    static final long FIRST_REVISION = 1;

    static <V> Root<V> empty() {
        return new Root<>(FIRST_REVISION, Tree.empty());
    }

    Tree<Entry<V>> bucket(String name) {
        Tree<Entry<V>> bucket = buckets.get(name);
        return bucket == null ? Tree.empty() : bucket;
    }

    @Nullable
    Entry<V> get(String bucket, String key) {
        return bucket(bucket).get(key);
    }

    /** This state with the entry set, at the entry's revision. */
    Root<V> with(Entry<V> entry) {
        Tree<Entry<V>> bucket = bucket(entry.bucket()).with(entry.key(), entry);
        return new Root<>(entry.modRevision(), buckets.with(entry.bucket(), bucket));
    }

    /** This state without an entry that it has, at the given revision. */
    Root<V> without(Entry<V> entry, long newRevision) {
        Tree<Entry<V>> bucket = bucket(entry.bucket()).without(entry.key());
        return new Root<>(
                newRevision, bucket.isEmpty() ? buckets.without(entry.bucket()) : buckets.with(entry.bucket(), bucket));
    }
}
