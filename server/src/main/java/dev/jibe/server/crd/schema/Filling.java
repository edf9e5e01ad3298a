package dev.jibe.server.crd.schema;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.Null;
import org.jspecify.annotations.Nullable;

/**
 * Fills in the defaults of a schema.
 *
 * <p>See <a href="https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#defaulting">
 * Defaulting</a>. An object that lacks nothing comes back as it is.
 */
public final class Filling {

    private Filling() {}

    public static JsonMap resource(JsonMap object, Structural schema) {
        return map(object, schema);
    }

    private static Object value(Object value, @Nullable Structural schema) {
        if (schema == null) {
            return value;
        }
        return switch (value) {
            case JsonMap map -> map(map, schema);
            case JsonList list -> list(list, schema);
            default -> value;
        };
    }

    private static JsonMap map(JsonMap map, Structural schema) {
        var result = map;
        for (var property : schema.properties().entrySet()) {
            var absent = property.getValue().defaultValue();
            if (absent != null && isLacking(result.get(property.getKey()), property.getValue())) {
                result = result.with(property.getKey(), absent);
            }
        }
        for (int i = 0; i < result.size(); i++) {
            var child = schema.at(result.keyAt(i));
            if (child != null) {
                result = result.with(result.keyAt(i), value(orDefault(result.valueAt(i), child), child));
            }
        }
        return result;
    }

    private static Object list(JsonList list, Structural schema) {
        var items = schema.items();
        return items == null ? list : list.map(item -> value(orDefault(item, items), items));
    }

    private static Object orDefault(Object value, Structural schema) {
        var absent = schema.defaultValue();
        return absent != null && value == Null.NULL && !schema.nullable() ? absent : value;
    }

    private static boolean isLacking(@Nullable Object value, Structural schema) {
        return value == null || (value == Null.NULL && !schema.nullable());
    }
}
