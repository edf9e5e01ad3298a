package dev.jibe.server.registry;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.schema.FieldType;
import dev.jibe.object.schema.FieldType.ListOf;
import dev.jibe.object.schema.FieldType.MapOf;
import dev.jibe.object.schema.FieldType.Ref;
import dev.jibe.object.schema.FieldType.Scalar;
import dev.jibe.object.schema.StructType;
import java.util.ArrayList;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a request said in so many words, before it was brought into the form of its type.
 *
 * <p>Lists and maps without entries are not stored, yet messages about what is wrong show them: upstream looks at an
 * object before it stores it.
 */
public final class Received {

    private JsonMap object = JsonMap.EMPTY;

    public void note(JsonMap given) {
        object = given;
    }

    /** The object with the empty lists and maps that the request had where it has none. */
    public JsonMap shown(JsonMap stored, StructType type) {
        return struct(object, stored, type);
    }

    private static JsonMap struct(JsonMap given, JsonMap stored, StructType type) {
        var result = stored;
        for (int i = 0; i < given.size(); i++) {
            var name = given.keyAt(i);
            var field = type.field(name);
            if (field != null) {
                var value = value(given.valueAt(i), stored.get(name), field.type());
                result = value == null ? result : result.with(name, value);
            }
        }
        return result;
    }

    /** What to have there instead; null if what is there is well. */
    private static @Nullable Object value(Object given, @Nullable Object stored, FieldType type) {
        return switch (type) {
            case Scalar _ -> null;
            case Ref(StructType inner) ->
                given instanceof JsonMap map && stored instanceof JsonMap there ? struct(map, there, inner) : null;
            case ListOf list -> given instanceof JsonList all ? list(all, stored, list.element()) : null;
            case MapOf(FieldType element) -> given instanceof JsonMap all ? map(all, stored, element) : null;
        };
    }

    private static @Nullable Object list(JsonList given, @Nullable Object stored, FieldType element) {
        if (!(stored instanceof JsonList there)) {
            return given.isEmpty() ? given : null;
        }
        if (given.size() != there.size()) {
            return null;
        }
        var result = new ArrayList<Object>();
        for (int i = 0; i < given.size(); i++) {
            var value = value(given.get(i), there.get(i), element);
            result.add(value == null ? there.get(i) : value);
        }
        return JsonList.copyOf(result);
    }

    private static @Nullable Object map(JsonMap given, @Nullable Object stored, FieldType element) {
        if (!(stored instanceof JsonMap there)) {
            return given.isEmpty() ? given : null;
        }
        var result = new TreeMap<String, Object>();
        there.forEach(result::put);
        for (int i = 0; i < given.size(); i++) {
            var value = value(given.valueAt(i), there.get(given.keyAt(i)), element);
            if (value != null) {
                result.put(given.keyAt(i), value);
            }
        }
        return JsonMap.copyOf(result);
    }
}
