package dev.jibe.store;

import dev.jibe.store.tree.Tree;
import org.jspecify.annotations.Nullable;

/** Everything in the store at one revision. It never changes, costs nothing to take, and reading it takes no lock. */
public final class Snapshot<V> {

    private final Root<V> root;

    Snapshot(Root<V> root) {
        this.root = root;
    }

    public long revision() {
        return root.revision();
    }

    public @Nullable Entry<V> get(String bucket, String key) {
        return root.get(bucket, key);
    }

    /** All entries of a bucket in the order of their keys. */
    public Range<V> range(String bucket) {
        return range(bucket, "", null, Integer.MAX_VALUE);
    }

    /**
     * Entries whose keys begin with the prefix, in the order of their keys.
     *
     * @param startAfterKey where to go on, or null to begin at the beginning; it need not exist
     * @param limit the most entries wanted
     */
    public Range<V> range(String bucket, String prefix, @Nullable String startAfterKey, int limit) {
        Tree<Entry<V>> tree = root.bucket(bucket);
        int end = tree.rankAfter(prefix);
        int start = prefix.isEmpty() ? 0 : tree.rank(prefix);
        if (startAfterKey != null) {
            int at = tree.rank(startAfterKey);
            start = Math.max(start, tree.get(startAfterKey) == null ? at : at + 1);
        }
        return new Range<>(tree, start, Math.max(end - start, 0), limit);
    }

    /** How many keys of the bucket begin with the prefix; takes no longer for many than for few. */
    public int count(String bucket, String prefix) {
        return root.bucket(bucket).count(prefix);
    }

    /** What tells one state of a bucket from another: the same object as long as nothing in the bucket changes. */
    public Object stateOf(String bucket) {
        return root.bucket(bucket);
    }
}
