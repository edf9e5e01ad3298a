package dev.jibe.object.typing;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.MalformedException;
import dev.jibe.object.Null;
import dev.jibe.object.schema.FieldType;
import dev.jibe.object.schema.FieldType.ListOf;
import dev.jibe.object.schema.FieldType.MapOf;
import dev.jibe.object.schema.FieldType.Ref;
import dev.jibe.object.schema.FieldType.Scalar;
import dev.jibe.object.schema.StructType;
import org.jspecify.annotations.Nullable;

/** Words what is wrong with a tree where upstream converts it into a struct without JSON in between. */
public final class Restore {

    private Restore() {}

    /**
     * Compares the kinds of the values with the type.
     *
     * @throws MalformedException with upstream's message if one does not fit
     */
    public static void check(JsonMap object, StructType type) {
        for (var field : type.fields()) {
            var value = object.get(field.name());
            if (value != null) {
                check(value, field.type());
            }
        }
    }

    private static void check(@Nullable Object value, FieldType type) {
        if (value == null || value == Null.NULL) {
            return;
        }
        switch (type) {
            case Ref(StructType struct) -> {
                if (struct.form() != StructType.Form.OBJECT) {
                    return;
                }
                if (!(value instanceof JsonMap map)) {
                    throw new MalformedException("cannot restore struct from: " + kind(value));
                }
                check(map, struct);
            }
            case MapOf(FieldType element) -> {
                if (!(value instanceof JsonMap map)) {
                    throw new MalformedException("cannot restore map from " + kind(value));
                }
                map.forEach((key, item) -> check(item, element));
            }
            case ListOf(FieldType element, boolean ignored) -> {
                if (!(value instanceof JsonList list)) {
                    throw new MalformedException("cannot restore slice from " + kind(value));
                }
                list.forEach(item -> check(item, element));
            }
            case Scalar scalar -> scalar(value, scalar);
        }
    }

    private static void scalar(Object value, Scalar type) {
        switch (type) {
            case STRING -> fits(value, "string", value instanceof String, value instanceof Long);
            case BOOL -> fits(value, "bool", value instanceof Boolean, false);
            case INT32 -> fits(value, "int32", value instanceof Long, value instanceof Double);
            case INT64 -> fits(value, "int64", value instanceof Long, value instanceof Double);
            case DOUBLE -> fits(value, "float64", value instanceof Number, false);
            default -> {}
        }
    }

    /** @param convertible whether Go, but not JSON, has a conversion */
    private static void fits(Object value, String goType, boolean fits, boolean convertible) {
        if (!fits) {
            throw new MalformedException(
                    convertible ? "cannot convert " + kind(value) + " to " + goType : "unrecognized type: " + goType);
        }
    }

    private static String kind(Object value) {
        return switch (value) {
            case JsonMap ignored -> "map";
            case JsonList ignored -> "slice";
            case String ignored -> "string";
            case Long ignored -> "int64";
            case Double ignored -> "float64";
            default -> "bool";
        };
    }
}
