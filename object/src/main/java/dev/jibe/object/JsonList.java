package dev.jibe.object;

import dev.jibe.object.json.Json;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An immutable JSON array. */
public final class JsonList implements Iterable<Object> {

    public static final JsonList EMPTY = new JsonList(new Object[0]);

    private final Object[] values;

    private JsonList(Object[] values) {
        this.values = values;
    }

    public static JsonList of(Object... values) {
        return values.length == 0 ? EMPTY : new JsonList(values.clone());
    }

    public static JsonList copyOf(Collection<?> values) {
        return values.isEmpty() ? EMPTY : new JsonList(values.toArray());
    }

    static JsonList ofRange(Object[] values, int from, int to) {
        return from == to ? EMPTY : new JsonList(Arrays.copyOfRange(values, from, to));
    }

    public int size() {
        return values.length;
    }

    public boolean isEmpty() {
        return values.length == 0;
    }

    public Object get(int index) {
        return values[index];
    }

    /** The map at the index; empty if something else is there. */
    public JsonMap map(int index) {
        return values[index] instanceof JsonMap map ? map : JsonMap.EMPTY;
    }

    /** This list with one more value at its end. */
    public JsonList with(Object value) {
        var longer = Arrays.copyOf(values, values.length + 1);
        longer[values.length] = value;
        return new JsonList(longer);
    }

    @SuppressWarnings("ReferenceEquality") // the very same value needs no new list
    public JsonList set(int index, Object value) {
        if (values[index] == value) {
            return this;
        }
        var changed = values.clone();
        changed[index] = value;
        return new JsonList(changed);
    }

    public JsonList insert(int index, Object value) {
        var longer = new Object[values.length + 1];
        System.arraycopy(values, 0, longer, 0, index);
        longer[index] = value;
        System.arraycopy(values, index, longer, index + 1, values.length - index);
        return new JsonList(longer);
    }

    public JsonList remove(int index) {
        var shorter = new Object[values.length - 1];
        System.arraycopy(values, 0, shorter, 0, index);
        System.arraycopy(values, index + 1, shorter, index, shorter.length - index);
        return shorter.length == 0 ? EMPTY : new JsonList(shorter);
    }

    /** The list of the function's results; this very list if none differs. */
    @SuppressWarnings("ReferenceEquality") // comparing deeply would cost more than a new list
    public JsonList map(UnaryOperator<Object> function) {
        Object @Nullable [] changed = null;
        for (int i = 0; i < values.length; i++) {
            var result = function.apply(values[i]);
            if (result != values[i]) {
                changed = changed == null ? values.clone() : changed;
                changed[i] = result;
            }
        }
        return changed == null ? this : new JsonList(changed);
    }

    public Stream<Object> stream() {
        return Arrays.stream(values);
    }

    /** The values that are maps. */
    public Stream<JsonMap> maps() {
        return Arrays.stream(values).filter(JsonMap.class::isInstance).map(JsonMap.class::cast);
    }

    /** The values that are strings. */
    public Stream<String> strings() {
        return Arrays.stream(values).filter(String.class::isInstance).map(String.class::cast);
    }

    @Override
    public Iterator<Object> iterator() {
        return Arrays.asList(values).iterator();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof JsonList that && Arrays.equals(values, that.values));
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    /** The list as JSON text. */
    @Override
    public String toString() {
        return Json.text(this);
    }
}
