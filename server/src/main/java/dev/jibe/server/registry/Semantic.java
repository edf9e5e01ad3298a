package dev.jibe.server.registry;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.Null;
import dev.jibe.object.schema.Field;
import dev.jibe.object.schema.FieldType;
import dev.jibe.object.schema.StructType;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Equality that does not tell an empty list or map from none, as upstream compares what is wanted. */
public final class Semantic {

    private Semantic() {}

    public static boolean equal(@Nullable Object one, @Nullable Object other) {
        if (Objects.equals(one, other) || isNothing(one) && isNothing(other)) {
            return true;
        }
        return switch (one) {
            case JsonMap map -> other instanceof JsonMap second && equal(map, second);
            case JsonList list -> other instanceof JsonList second && equal(list, second);
            case null -> false;
            default -> one.equals(other);
        };
    }

    /** The same of two objects of a type: a struct without anything in it is not none where upstream has a pointer. */
    public static boolean equal(JsonMap one, JsonMap other, StructType type) {
        for (int i = 0; i < one.size(); i++) {
            var key = one.keyAt(i);
            if (!equal(one.valueAt(i), other.get(key), type.field(key))) {
                return false;
            }
        }
        for (int i = 0; i < other.size(); i++) {
            var key = other.keyAt(i);
            if (!one.has(key) && !equal(null, other.valueAt(i), type.field(key))) {
                return false;
            }
        }
        return true;
    }

    private static boolean equal(@Nullable Object one, @Nullable Object other, @Nullable Field field) {
        if (field == null || Objects.equals(one, other)) {
            return equal(one, other);
        }
        return switch (field.type()) {
            case FieldType.Ref(StructType struct) -> {
                if (one instanceof JsonMap first && other instanceof JsonMap second) {
                    yield equal(first, second, struct);
                }
                yield !field.nullable() && equal(one, other);
            }
            case FieldType.ListOf list ->
                list.element() instanceof FieldType.Ref(StructType struct)
                                && one instanceof JsonList first
                                && other instanceof JsonList second
                        ? equal(first, second, struct)
                        : equal(one, other);
            case FieldType.MapOf _, FieldType.Scalar _ -> equal(one, other);
        };
    }

    private static boolean equal(JsonList one, JsonList other, StructType type) {
        if (one.size() != other.size()) {
            return false;
        }
        for (int i = 0; i < one.size(); i++) {
            if (!equal(one.map(i), other.map(i), type)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isNothing(@Nullable Object value) {
        return switch (value) {
            case null -> true;
            case Null _ -> true;
            case JsonMap map -> map.isEmpty();
            case JsonList list -> list.isEmpty();
            default -> false;
        };
    }

    private static boolean equal(JsonMap one, JsonMap other) {
        for (int i = 0; i < one.size(); i++) {
            if (!equal(one.valueAt(i), other.get(one.keyAt(i)))) {
                return false;
            }
        }
        for (int i = 0; i < other.size(); i++) {
            if (!one.has(other.keyAt(i)) && !isNothing(other.valueAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean equal(JsonList one, JsonList other) {
        if (one.size() != other.size()) {
            return false;
        }
        for (int i = 0; i < one.size(); i++) {
            if (!equal(one.get(i), other.get(i))) {
                return false;
            }
        }
        return true;
    }
}
