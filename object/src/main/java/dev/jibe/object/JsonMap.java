package dev.jibe.object;

import dev.jibe.object.json.Json;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** An immutable JSON object; its keys are sorted and held by a {@link Shape} that equal key sets share. */
public final class JsonMap {

    private static final Object[] NO_VALUES = {};

    public static final JsonMap EMPTY = new JsonMap(Shape.EMPTY, NO_VALUES);

    private final Shape shape;
    private final Object[] values;

    private JsonMap(Shape shape, Object[] values) {
        this.shape = shape;
        this.values = values;
    }

    public static JsonMap of(String key, Object value) {
        return EMPTY.with(key, value);
    }

    /** A map of alternating keys and values. */
    public static JsonMap of(String key, Object value, Object... more) {
        var builder = builder().put(key, value);
        for (int i = 0; i < more.length; i += 2) {
            builder.put((String) more[i], more[i + 1]);
        }
        return builder.build();
    }

    public static JsonMap copyOf(Map<String, ?> map) {
        var builder = builder();
        map.forEach(builder::put);
        return builder.build();
    }

    /** A map of that shape; takes ownership of the array, which has the values in the shape's order. */
    static JsonMap of(Shape shape, Object[] values) {
        return new JsonMap(shape, values);
    }

    public static Builder builder() {
        return new Builder();
    }

    public int size() {
        return values.length;
    }

    public boolean isEmpty() {
        return values.length == 0;
    }

    public String keyAt(int index) {
        return shape.key(index);
    }

    public Object valueAt(int index) {
        return values[index];
    }

    /** The key as it stands in JSON text, with quotes and colon; must not be written to. */
    public byte[] encodedKeyAt(int index) {
        return shape.encodedKey(index);
    }

    public @Nullable Object get(String key) {
        int index = shape.indexOf(key);
        return index < 0 ? null : values[index];
    }

    public boolean has(String key) {
        return shape.indexOf(key) >= 0;
    }

    /**
     * Where the keys of a lookup are, in their order: places for {@link #valueAt}, or {@link KeyLookup#ABSENT}. Must not be
     * written to: maps of the same keys share it.
     */
    public int[] places(KeyLookup lookup) {
        return shape.places(lookup);
    }

    /** The string at the key; empty if there is none. */
    public String string(String key) {
        return get(key) instanceof String string ? string : "";
    }

    /** The whole number at the key; 0 if there is none. */
    public long number(String key) {
        return switch (get(key)) {
            case Long number -> number;
            case Double number when number == Math.rint(number) -> number.longValue();
            case null, default -> 0;
        };
    }

    public boolean bool(String key) {
        return get(key) instanceof Boolean bool && bool;
    }

    /** The map at the key; empty if there is none. */
    public JsonMap map(String key) {
        return get(key) instanceof JsonMap map ? map : EMPTY;
    }

    /** The list at the key; empty if there is none. */
    public JsonList list(String key) {
        return get(key) instanceof JsonList list ? list : JsonList.EMPTY;
    }

    /** The value at the end of the path of keys, or null if the path breaks off. */
    public @Nullable Object at(String... path) {
        Object value = this;
        for (var key : path) {
            value = value instanceof JsonMap map ? map.get(key) : null;
        }
        return value;
    }

    @SuppressWarnings("ReferenceEquality") // the very same value needs no new map
    public JsonMap with(String key, Object value) {
        int index = shape.indexOf(key);
        if (index >= 0) {
            if (values[index] == value) {
                return this;
            }
            var changed = values.clone();
            changed[index] = value;
            return new JsonMap(shape, changed);
        }
        int at = shape.insertionPoint(key);
        var wider = new Object[values.length + 1];
        System.arraycopy(values, 0, wider, 0, at);
        wider[at] = value;
        System.arraycopy(values, at, wider, at + 1, values.length - at);
        return new JsonMap(shape.with(at, key), wider);
    }

    public JsonMap without(String key) {
        int index = shape.indexOf(key);
        if (index < 0) {
            return this;
        }
        var narrower = new Object[values.length - 1];
        System.arraycopy(values, 0, narrower, 0, index);
        System.arraycopy(values, index + 1, narrower, index, narrower.length - index);
        return new JsonMap(shape.without(index), narrower);
    }

    /** This map with the value at the end of the path; maps that are missing on the way are made. */
    public JsonMap withAt(Object value, String... path) {
        if (path.length == 1) {
            return with(path[0], value);
        }
        var rest = Arrays.copyOfRange(path, 1, path.length);
        return with(path[0], map(path[0]).withAt(value, rest));
    }

    /** This map without the value at the end of the path. */
    public JsonMap withoutAt(String... path) {
        if (path.length == 1) {
            return without(path[0]);
        }
        if (!(get(path[0]) instanceof JsonMap inner)) {
            return this;
        }
        return with(path[0], inner.withoutAt(Arrays.copyOfRange(path, 1, path.length)));
    }

    public void forEach(BiConsumer<String, Object> action) {
        for (int i = 0; i < values.length; i++) {
            action.accept(shape.key(i), values[i]);
        }
    }

    /** The entries whose values are strings, as a Java map in key order. */
    public Map<String, String> strings() {
        var map = LinkedHashMap.<String, String>newLinkedHashMap(values.length);
        for (int i = 0; i < values.length; i++) {
            if (values[i] instanceof String string) {
                map.put(shape.key(i), string);
            }
        }
        return map;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (this == other) {
            return true;
        }
        if (!(other instanceof JsonMap that) || values.length != that.values.length) {
            return false;
        }
        return sameKeys(that) && Arrays.equals(values, that.values);
    }

    private boolean sameKeys(JsonMap that) {
        if (shape == that.shape) {
            return true;
        }
        for (int i = 0; i < values.length; i++) {
            if (!shape.key(i).equals(that.shape.key(i))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        int hash = 0;
        for (int i = 0; i < values.length; i++) {
            hash += shape.key(i).hashCode() ^ values[i].hashCode();
        }
        return hash;
    }

    /** The map as JSON text. */
    @Override
    public String toString() {
        return Json.text(this);
    }

    /** Collects entries in any order. Where a key comes twice, its last value stays. */
    public static final class Builder {

        private @Nullable KeyPath path = KeyPath.ROOT;
        private @Nullable List<String> keys;
        private Object[] values = new Object[8];
        private int size;

        private Builder() {}

        public Builder put(String key, Object value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, size * 2);
            }
            if (path != null) {
                var next = path.then(key);
                if (next == null) {
                    keys = path.keys();
                    keys.add(key);
                }
                path = next;
            } else if (keys != null) {
                keys.add(key);
            }
            values[size++] = value;
            return this;
        }

        public JsonMap build() {
            if (size == 0) {
                return EMPTY;
            }
            var end = path != null ? path.end() : KeyPath.sort(Objects.requireNonNull(keys));
            var order = end.order();
            var sorted = new Object[order.length];
            for (int i = 0; i < order.length; i++) {
                sorted[i] = values[order[i]];
            }
            return new JsonMap(end.shape(), sorted);
        }
    }
}
