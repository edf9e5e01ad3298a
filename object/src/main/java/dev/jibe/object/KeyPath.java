package dev.jibe.object;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
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
 * values into the shape's order, so that nothing is sorted or looked up again. Each node guesses what comes next, so
 * that most keys are recognised by comparing bytes and need no string.
 */
final class KeyPath {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Nodes kept for all; beyond it keys are sorted each time, so that hostile keys cannot fill the heap. */
    private static final int MAX_NODES = 1 << 17;

    private static final AtomicInteger NODES = new AtomicInteger();

    static final KeyPath ROOT = new KeyPath(null, "");

    private final @Nullable KeyPath before;
    private final String key;
    private final byte[] quoted;

    /** The first eight bytes of the quoted key, and which of their bits are its own. */
    private final long head;

    private final long headMask;
    private final int length;
    private final ConcurrentHashMap<String, KeyPath> next = new ConcurrentHashMap<>(2);

    // Guesses may be lost in a race and are then made again. What they refer to is safe to read: its fields are final.
    private final Guess following = new Guess();
    private final Guess inside = new Guess();
    private volatile @Nullable End end;

    /** The last two different steps that came at some place. */
    private static final class Guess {

        private @Nullable KeyPath latest;
        private @Nullable KeyPath former;

        @Nullable
        KeyPath match(byte[] text, int at) {
            var first = latest;
            if (first == null || first.standsAt(text, at)) {
                return first;
            }
            var second = former;
            return second != null && second.standsAt(text, at) ? second : null;
        }

        @Nullable
        KeyPath match(String key) {
            var first = latest;
            if (first == null || first.key.equals(key)) {
                return first;
            }
            var second = former;
            return second != null && second.key.equals(key) ? second : null;
        }

        @SuppressWarnings("ReferenceEquality") // nodes are unique
        void learn(KeyPath step) {
            var first = latest;
            if (first != step) {
                former = first;
                latest = step;
            }
        }
    }

    /** A shape, and for each of its keys the place of arrival of its value: the last one where a key came twice. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record End(Shape shape, int[] order) {}

    private KeyPath(@Nullable KeyPath before, String key) {
        this.before = before;
        this.key = key;
        this.quoted = isPlain(key) ? (key + '"').getBytes(StandardCharsets.UTF_8) : new byte[0];
        var padded = Arrays.copyOf(quoted, Math.max(quoted.length, Long.BYTES));
        this.head = (long) LONGS.get(padded, 0);
        this.headMask = quoted.length >= Long.BYTES ? -1 : (1L << Byte.SIZE * quoted.length) - 1;
        this.length = before == null ? 0 : before.length + 1;
    }

    String key() {
        return key;
    }

    /** Whether the key stands for itself in JSON text. */
    private static boolean isPlain(String key) {
        return key.chars().allMatch(c -> c >= ' ' && c < 0x7f && c != '"' && c != '\\');
    }

    /** Bytes that the key and the quote after it take in JSON text that has no escapes. */
    int quotedLength() {
        return quoted.length;
    }

    private boolean standsAt(byte[] text, int at) {
        int size = quoted.length;
        if (at + Math.max(size, Long.BYTES) > text.length || (((long) LONGS.get(text, at) ^ head) & headMask) != 0) {
            return false; // near the end of the text a likely key may not be recognised: then it is read as a string
        }
        return size <= Long.BYTES
                ? size > 1
                : StringPool.same(quoted, Long.BYTES, text, at + Long.BYTES, size - Long.BYTES);
    }

    /** The path one key further if that is a likely one and stands in the text, with a quote after it. */
    @Nullable
    KeyPath guess(byte[] text, int at) {
        return following.match(text, at);
    }

    /** The first key of a map that stands at this key's place, if it is a likely one and stands in the text. */
    @Nullable
    KeyPath guessInside(byte[] text, int at) {
        return inside.match(text, at);
    }

    /** Notes that a map at this key's place began with the step. */
    void learnInside(KeyPath first) {
        inside.learn(first);
    }

    /** The path one key further, or null where no more paths are kept. */
    @Nullable
    KeyPath then(String nextKey) {
        var guess = following.match(nextKey);
        if (guess != null) {
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
        following.learn(known);
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
