package dev.jibe.object.typing;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.schema.Field;
import dev.jibe.object.schema.FieldType;
import dev.jibe.object.schema.FieldType.ListOf;
import dev.jibe.object.schema.FieldType.MapOf;
import dev.jibe.object.schema.FieldType.Ref;
import dev.jibe.object.schema.FieldType.Scalar;
import dev.jibe.object.schema.StructType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lists that JSON shows even if they are empty.
 *
 * <p>In a request an empty one and a null are two things, in the store they are one: protobuf cannot tell them apart, and
 * what is read back is null.
 */
public final class ShownLists {

    private static final Map<StructType, List<Field>> PATHS = new ConcurrentHashMap<>();

    private ShownLists() {}

    /** The object as it would be read back. */
    public static JsonMap stored(JsonMap object, StructType type) {
        var result = object;
        for (var field : paths(type)) {
            var value = object.get(field.name());
            if (value instanceof JsonList list && list.isEmpty()) {
                var absent = isShown(field) ? field.absent() : null;
                result = absent == null ? result : result.with(field.name(), absent);
            } else if (value != null) {
                result = result.with(field.name(), value(value, field.type()));
            }
        }
        return result;
    }

    private static Object value(Object value, FieldType type) {
        return switch (type) {
            case Ref(StructType struct) -> value instanceof JsonMap map ? stored(map, struct) : value;
            case ListOf(FieldType element, boolean ignored) ->
                value instanceof JsonList list ? list.map(item -> value(item, element)) : value;
            case MapOf ignored -> value;
            case Scalar ignored -> value;
        };
    }

    /** The fields that are such lists, or lead to one. */
    private static List<Field> paths(StructType type) {
        var known = PATHS.get(type);
        if (known == null) {
            known = new ArrayList<>();
            for (var field : type.fields()) {
                if (isShown(field) || leads(field.type(), new HashSet<>())) {
                    known.add(field);
                }
            }
            PATHS.put(type, List.copyOf(known));
        }
        return known;
    }

    private static boolean isShown(Field field) {
        return field.type() instanceof ListOf && !field.omitEmpty();
    }

    private static boolean leads(FieldType type, Set<StructType> seen) {
        return switch (type) {
            case Ref(StructType struct) ->
                struct.form() == StructType.Form.OBJECT
                        && seen.add(struct)
                        && struct.fields().stream().anyMatch(field -> isShown(field) || leads(field.type(), seen));
            case ListOf(FieldType element, boolean ignored) -> leads(element, seen);
            case MapOf ignored -> false;
            case Scalar ignored -> false;
        };
    }
}
