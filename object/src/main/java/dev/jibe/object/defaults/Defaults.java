package dev.jibe.object.defaults;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.Null;
import dev.jibe.object.schema.Field;
import dev.jibe.object.schema.FieldType;
import dev.jibe.object.schema.FieldType.ListOf;
import dev.jibe.object.schema.FieldType.MapOf;
import dev.jibe.object.schema.FieldType.Ref;
import dev.jibe.object.schema.FieldType.Scalar;
import dev.jibe.object.schema.StructType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Defaulting of built-in kinds: a pure function from an object to the object with its gaps filled.
 *
 * <p>A struct's own defaults come first, then those of the structs in it, so that a default may bring in a struct which
 * is then defaulted itself. Applying it twice is applying it once, and an object that lacks nothing comes back as it is.
 */
public final class Defaults {
    private Defaults() {}

    public static JsonMap apply(JsonMap object, StructType type) {
        return type.isDefaulted() ? struct(object, type) : object;
    }

    private static JsonMap struct(JsonMap map, StructType type) {
        JsonMap result = Rules.apply(withPlain(map, type), type);
        for (Field field : type.fields()) {
            Object value = isDefaulted(field.type()) ? result.get(field.name()) : null;
            if (value != null) {
                result = result.with(field.name(), value(value, field.type()));
            }
        }
        return result;
    }

    private static boolean isDefaulted(FieldType type) {
        return switch (type) {
            case Scalar _ -> false;
            case Ref(StructType struct) -> struct.isDefaulted();
            case ListOf(FieldType element, boolean _) -> isDefaulted(element);
            case MapOf(FieldType element) -> isDefaulted(element);
        };
    }

    private static Object value(Object value, FieldType type) {
        return switch (type) {
            case Scalar _ -> value;
            case Ref(StructType struct) -> value instanceof JsonMap map ? struct(map, struct) : value;
            case ListOf(FieldType element, boolean _) ->
                value instanceof JsonList list ? list.map(item -> value(item, element)) : value;
            case MapOf(FieldType element) -> value instanceof JsonMap map ? map(map, element) : value;
        };
    }

    private static JsonMap map(JsonMap map, FieldType element) {
        JsonMap result = map;
        for (int i = 0; i < map.size(); i++) {
            result = result.with(map.keyAt(i), value(map.valueAt(i), element));
        }
        return result;
    }

    private static JsonMap withPlain(JsonMap map, StructType type) {
        JsonMap result = map;
        JsonMap defaults = type.defaults();
        for (int i = 0; i < defaults.size(); i++) {
            List<String> path = List.of(defaults.keyAt(i).split("\\.", -1));
            result = withDefault(result, type, path, defaults.valueAt(i));
        }
        return result;
    }

    private static JsonMap withDefault(JsonMap map, StructType type, List<String> path, Object value) {
        String name = path.getFirst();
        Field field = type.field(name);
        Object found = map.get(name);
        if (field == null) {
            throw new IllegalStateException("default for a field that is not there: " + type + "." + name);
        }
        if (path.size() == 1) {
            return isAbsent(found, field) ? map.with(name, value) : map;
        }
        JsonMap inner = found instanceof JsonMap present ? present : JsonMap.EMPTY;
        StructType innerType = ((Ref) field.type()).struct();
        JsonMap changed = withDefault(inner, innerType, path.subList(1, path.size()), value);
        return changed.isEmpty() ? map : map.with(name, changed);
    }

    /** Where upstream cannot tell absent from empty, empty is absent. */
    private static boolean isAbsent(@Nullable Object value, Field field) {
        return switch (value) {
            case null -> true;
            case Null _ -> true;
            case String text -> !field.nullable() && text.isEmpty();
            case Long number -> !field.nullable() && number == 0;
            case JsonList list -> list.isEmpty();
            default -> false;
        };
    }
}
