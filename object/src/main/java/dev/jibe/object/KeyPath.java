package dev.jibe.object;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a map in the order in which they arrive, as a node of a tree that all maps share.
 *
 * <p>A parser walks it key by key. Where a path has been walked before, its end knows the shape and how to bring the
 * values into the shape's order, so that nothing is sorted or looked up again.
 */
final class KeyPath {

    /** Nodes kept for all; beyond it keys are sorted each time, so that hostile keys cannot fill the heap. */
    private static final int MAX_NODES = 1 << 17;

    private static final AtomicInteger NODES = new AtomicInteger();

    static final KeyPath ROOT = new KeyPath(null, "");

    private final @Nullable KeyPath before;
    private final String key;
    private final int length;
    private volatile @Nullable KeyPath latest;
    private final ConcurrentHashMap<String, KeyPath> next = new ConcurrentHashMap<>(2);
    private volatile @Nullable End end;

    /** A shape, and for each of its keys the place of arrival of its value: the last one where a key came twice. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record End(Shape shape, int[] order) {}

    private KeyPath(@Nullable KeyPath before, String key) {
        this.before = before;
        this.key = key;
        this.length = before == null ? 0 : before.length + 1;
    }

    /** The path one key further, or null where no more paths are kept. */
    @Nullable
    KeyPath then(String nextKey) {
        var guess = latest;
        if (guess != null && guess.key.equals(nextKey)) {
            return guess;
        }
        var known = next.get(nextKey);
        if (known == null) {
            if (length >= Shape.MAX_SHARED_KEYS || NODES.get() >= MAX_NODES) {
                return null;
            }
            var pooled = StringPool.key(nextKey);
            known = next.computeIfAbsent(pooled, k -> {
                NODES.incrementAndGet();
                return new KeyPath(this, k);
            });
        }
        latest = known;
        return known;
    }

    End end() {
        var made = end;
        if (made == null) {
            made = sort(keys());
            end = made;
        }
        return made;
    }

    List<String> keys() {
        var keys = new ArrayList<String>();
        for (KeyPath at = this; at != null && at.length > 0; at = at.before) {
            keys.add(at.key);
        }
        Collections.reverse(keys);
        return keys;
    }

    /** Sorts keys in order of arrival; of equal keys the last one stays. */
    static End sort(List<String> arrived) {
        var order = new ArrayList<Integer>(arrived.size());
        for (int i = 0; i < arrived.size(); i++) {
            order.add(i);
        }
        order.sort(Comparator.comparing((Integer i) -> arrived.get(i)).thenComparing(i -> i));
        var keys = new ArrayList<String>(order.size());
        var places = new ArrayList<Integer>(order.size());
        for (int place : order) {
            var arrivedKey = arrived.get(place);
            if (!keys.isEmpty() && keys.getLast().equals(arrivedKey)) {
                places.set(places.size() - 1, place);
            } else {
                keys.add(StringPool.key(arrivedKey));
                places.add(place);
            }
        }
        return new End(
                Shape.of(keys.toArray(String[]::new)),
                places.stream().mapToInt(Integer::intValue).toArray());
    }
}
