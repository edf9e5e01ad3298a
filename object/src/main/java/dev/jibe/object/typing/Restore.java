package dev.jibe.object.typing;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.MalformedException;
import dev.jibe.object.Null;
import dev.jibe.object.json.Json;
import dev.jibe.object.schema.FieldType;
import dev.jibe.object.schema.FieldType.ListOf;
import dev.jibe.object.schema.FieldType.MapOf;
import dev.jibe.object.schema.FieldType.Ref;
import dev.jibe.object.schema.FieldType.Scalar;
import dev.jibe.object.schema.StructType;
import java.util.ArrayList;
import java.util.List;

/** Where upstream converts a tree into a struct without JSON in between: what becomes of it, and what is wrong with it. */
public final class Restore {

    private static final double TOO_LARGE = 0x1p63;

    private Restore() {}

    /**
     * The object as the conversion leaves it: numbers are cut to the size of their fields.
     *
     * @throws MalformedException with upstream's message if a value is not of the kind of its type
     */
    public static JsonMap of(JsonMap object, StructType type) {
        var result = object;
        for (var field : type.fields()) {
            var value = object.get(field.name());
            if (value != null) {
                result = result.with(field.name(), value(value, field.type(), new Place(type, field.name(), 0)));
            }
        }
        return result;
    }

    /** A field, or so many lists down an item of it. */
    private record Place(StructType owner, String field, int depth) {
        Place item() {
            return new Place(owner, field, depth + 1);
        }

        String goType(Scalar type) {
            var path = new ArrayList<Object>(List.of(field));
            for (int i = 0; i < depth; i++) {
                path.add(i);
            }
            return GoNames.of(type, owner, path);
        }
    }

    private static Object value(Object value, FieldType type, Place place) {
        if (value == Null.NULL) {
            return value;
        }
        return switch (type) {
            case Ref(StructType struct) -> {
                if (struct.form() != StructType.Form.OBJECT) {
                    yield value;
                }
                if (!(value instanceof JsonMap map)) {
                    throw new MalformedException("cannot restore struct from: " + kind(value));
                }
                yield of(map, struct);
            }
            case MapOf(FieldType element) -> {
                if (!(value instanceof JsonMap map)) {
                    throw new MalformedException("cannot restore map from " + kind(value));
                }
                var result = map;
                for (int i = 0; i < map.size(); i++) {
                    result = result.with(map.keyAt(i), value(map.valueAt(i), element, place.item()));
                }
                yield result;
            }
            case ListOf(FieldType element, boolean ignored) -> {
                if (!(value instanceof JsonList list)) {
                    throw new MalformedException("cannot restore slice from " + kind(value));
                }
                yield list.map(item -> value(item, element, place.item()));
            }
            case Scalar scalar -> scalar(value, scalar, place);
        };
    }

    private static Object scalar(Object value, Scalar type, Place place) {
        return switch (type) {
            case STRING -> {
                if (value instanceof Long) {
                    throw new MalformedException("cannot convert int64 to " + place.goType(type));
                }
                yield fitting(value, "string", value instanceof String, false);
            }
            case BOOL -> fitting(value, "bool", value instanceof Boolean, false);
            case INT32 -> (long) (int) whole(value, "int32");
            case INT64 -> whole(value, "int64");
            case DOUBLE -> fitting(value, "float64", value instanceof Number, false);
            case INT_OR_STRING -> intOrString(value);
            case BYTES -> bytes(value);
            default -> value;
        };
    }

    private static long whole(Object value, String goType) {
        boolean isWhole = value instanceof Double number && number == Math.rint(number);
        fitting(value, goType, value instanceof Long || isWhole, value instanceof Double);
        double number = ((Number) value).doubleValue();
        // Where Java takes the nearest that fits, Go's processor answers with the smallest.
        return value instanceof Long exact ? exact : Math.abs(number) < TOO_LARGE ? (long) number : Long.MIN_VALUE;
    }

    private static Object bytes(Object value) {
        if (value instanceof String text) {
            try {
                Conform.base64(text);
            } catch (MalformedException e) {
                throw new MalformedException("error decoding from json: " + e.getMessage(), e);
            }
        } else if (!(value instanceof JsonList)) {
            throw new MalformedException("cannot restore slice from " + kind(value));
        }
        return value;
    }

    /** The type reads itself from JSON, and does not know where it stands. */
    private static Object intOrString(Object value) {
        boolean fits = value instanceof String || value instanceof Long number && number == number.intValue();
        if (!fits) {
            var shown = value instanceof Number ? " " + Json.text(value) : "";
            throw new MalformedException(
                    "json: cannot unmarshal " + GoKind.of(value) + shown + " into Go value of type int32");
        }
        return value;
    }

    /** @param convertible whether Go, but not JSON, has a conversion */
    private static Object fitting(Object value, String goType, boolean fits, boolean convertible) {
        if (!fits) {
            throw new MalformedException(
                    convertible ? "cannot convert " + kind(value) + " to " + goType : "unrecognized type: " + goType);
        }
        return value;
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
