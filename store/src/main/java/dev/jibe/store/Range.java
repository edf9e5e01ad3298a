package dev.jibe.store;

import dev.jibe.store.tree.Tree;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** Consecutive entries of a snapshot. Iterating copies nothing, and may be repeated. */
public final class Range<V> implements Iterable<Entry<V>> {

    private final Tree<Entry<V>> tree;
    private final int start;
    private final int size;
    private final int remaining;

    Range(Tree<Entry<V>> tree, int start, int available, int limit) {
        this.tree = tree;
        this.start = start;
        this.size = Math.min(available, limit);
        this.remaining = available - size;
    }

    /** How many entries this range has. */
    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    /** How many more entries the limit kept out. */
    public int remaining() {
        return remaining;
    }

    public List<Entry<V>> toList() {
        List<Entry<V>> list = new ArrayList<>(size);
        for (Entry<V> entry : this) {
            list.add(entry);
        }
        return list;
    }

    @Override
    public Iterator<Entry<V>> iterator() {
        Iterator<Entry<V>> walk = tree.from(start);
        return new Iterator<>() {
            private int left = size;

            @Override
            public boolean hasNext() {
                return left > 0;
            }

            @Override
            public Entry<V> next() {
                if (left == 0) {
                    throw new NoSuchElementException();
                }
                left--;
                return walk.next();
            }
        };
    }
}
