package dev.jibe.object;

import dev.jibe.object.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The sorted keys of a map, shared by all maps that have the same ones.
 *
 * <p>Ten thousand pods have some hundred different key sets. A map then is one reference to its shape and one array of
 * values; finding a key is one probe into a hash table that all of them share.
 */
final class Shape {

    /** Shapes kept for sharing; beyond it a map gets one of its own, so that hostile keys cannot fill the heap. */
    private static final int MAX_SHARED = 1 << 16;

    /** Maps with more keys are data (a ConfigMap), not structure: no two are alike. */
    static final int MAX_SHARED_KEYS = 64;

    /** How many lookups' places a shape remembers: it is seldom that of more than one or two types. */
    private static final int MAX_LOOKUPS = 4;

    private static final ConcurrentHashMap<Keys, Shape> SHARED = new ConcurrentHashMap<>();

    static final Shape EMPTY = shared(new String[0]);

    private final String[] keys;
    private final byte[] table;
    private final short @Nullable [] wideTable;
    private final int mask;
    private volatile byte @Nullable [][] encoded;
    private volatile @Nullable Looked looked;

    private Shape(String[] keys) {
        this.keys = keys;
        int capacity = Integer.highestOneBit(Math.max(keys.length, 1) * 2) << 1;
        this.mask = capacity - 1;
        if (keys.length < Byte.MAX_VALUE) {
            this.wideTable = null;
            this.table = new byte[capacity];
        } else {
            this.wideTable = keys.length < Short.MAX_VALUE ? new short[capacity] : null;
            this.table = new byte[0];
        }
        fill();
    }

    private void fill() {
        for (int i = 0; i < keys.length; i++) {
            int slot = spread(keys[i]) & mask;
            if (wideTable != null) {
                while (wideTable[slot] != 0) {
                    slot = (slot + 1) & mask;
                }
                wideTable[slot] = (short) (i + 1);
            } else if (table.length > 0) {
                while (table[slot] != 0) {
                    slot = (slot + 1) & mask;
                }
                table[slot] = (byte) (i + 1);
            }
        }
    }

    /** The shape with these keys, which are sorted and without repetition. Takes ownership of the array. */
    static Shape of(String[] sorted) {
        return sorted.length > MAX_SHARED_KEYS ? new Shape(sorted) : shared(sorted);
    }

    private static Shape shared(String[] sorted) {
        var id = new Keys(sorted, Arrays.hashCode(sorted));
        var known = SHARED.get(id);
        if (known != null) {
            return known;
        }
        var made = new Shape(sorted);
        if (SHARED.size() >= MAX_SHARED) {
            return made;
        }
        var raced = SHARED.putIfAbsent(id, made);
        return raced == null ? made : raced;
    }

    int size() {
        return keys.length;
    }

    String key(int index) {
        return keys[index];
    }

    /** The place of the key among the sorted keys, or a negative number if it is not there. */
    int indexOf(String key) {
        if (wideTable != null) {
            for (int slot = spread(key) & mask; wideTable[slot] != 0; slot = (slot + 1) & mask) {
                int index = wideTable[slot] - 1;
                if (keys[index].equals(key)) {
                    return index;
                }
            }
            return -1;
        }
        if (table.length == 0) {
            return Arrays.binarySearch(keys, key);
        }
        for (int slot = spread(key) & mask; table[slot] != 0; slot = (slot + 1) & mask) {
            int index = table[slot] - 1;
            if (keys[index].equals(key)) {
                return index;
            }
        }
        return -1;
    }

    /** Where the keys of a lookup are. Two threads may both find them for the first time; one of them is remembered. */
    int[] places(KeyLookup lookup) {
        var newest = looked;
        int known = 0;
        for (var each = newest; each != null; each = each.older()) {
            if (each.lookup() == lookup) {
                return each.places();
            }
            known++;
        }
        var places = lookup.in(this);
        if (known < MAX_LOOKUPS && keys.length <= MAX_SHARED_KEYS) {
            looked = new Looked(lookup, places, newest);
        }
        return places;
    }

    /** Where a key that is not there would be inserted. */
    int insertionPoint(String key) {
        int found = Arrays.binarySearch(keys, key);
        return found < 0 ? -found - 1 : found;
    }

    Shape with(int at, String key) {
        var wider = new String[keys.length + 1];
        System.arraycopy(keys, 0, wider, 0, at);
        wider[at] = StringPool.key(key);
        System.arraycopy(keys, at, wider, at + 1, keys.length - at);
        return of(wider);
    }

    Shape without(int at) {
        var narrower = new String[keys.length - 1];
        System.arraycopy(keys, 0, narrower, 0, at);
        System.arraycopy(keys, at + 1, narrower, at, keys.length - at - 1);
        return of(narrower);
    }

    /** The key as JSON with its quotes and colon, made once for all maps of the shape. */
    byte[] encodedKey(int index) {
        var all = encoded;
        if (all == null) {
            all = new byte[keys.length][];
            for (int i = 0; i < all.length; i++) {
                all[i] = (Json.text(keys[i]) + ":").getBytes(StandardCharsets.UTF_8);
            }
            if (keys.length <= MAX_SHARED_KEYS) {
                encoded = all;
            }
        }
        return all[index];
    }

    private static int spread(String key) {
        int hash = key.hashCode();
        return hash ^ (hash >>> 15);
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Looked(
            KeyLookup lookup, int[] places, @Nullable Looked older) {}

    @SuppressWarnings("ArrayRecordComponent") // compared below
    private record Keys(String[] keys, int hash) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Keys that && hash == that.hash && Arrays.equals(keys, that.keys);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }
}
