package dev.jibe.object.typing;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.Null;
import dev.jibe.object.json.DoubledKeys;
import dev.jibe.object.schema.FieldType;
import dev.jibe.object.schema.FieldType.ListOf;
import dev.jibe.object.schema.FieldType.MapOf;
import dev.jibe.object.schema.FieldType.Ref;
import dev.jibe.object.schema.FieldType.Scalar;
import dev.jibe.object.schema.StructType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads an object whose text has keys twice, as Go reads text into a struct: a later struct fills the earlier one in, a later
 * list is read into the items of the earlier one, a later null leaves what cannot be null as it is.
 */
public final class Repeated {

    private Repeated() {}

    /**
     * The object, in no form yet. What is of a wrong type stays, to be refused.
     *
     * @param utf8 a well-formed JSON object
     */
    public static JsonMap read(byte[] utf8, StructType type) {
        return (JsonMap) DoubledKeys.read(utf8, (path, earlier, later) -> merge(at(type, path), earlier, later));
    }

    /** A type and whether upstream can tell that a value of it is absent. */
    private record Place(FieldType type, boolean nullable) {}

    private static @Nullable Place at(StructType root, List<Object> path) {
        Place at = new Place(new Ref(root), false);
        for (var step : path) {
            at = switch (at.type()) {
                case Ref(StructType struct) -> field(struct, step.toString());
                case ListOf(FieldType element, boolean _) -> new Place(element, false);
                case MapOf(FieldType element) -> new Place(element, true);
                case Scalar _ -> null;
            };
            if (at == null) {
                return null;
            }
        }
        return at;
    }

    private static @Nullable Place field(StructType struct, String name) {
        var field = struct.field(name);
        return field == null ? null : new Place(field.type(), field.nullable());
    }

    private static Object merge(@Nullable Place place, Object earlier, Object later) {
        if (place == null || earlier == Null.NULL) {
            return later;
        }
        if (later == Null.NULL) {
            boolean cleared = place.nullable() || place.type() instanceof ListOf || place.type() instanceof MapOf;
            return cleared ? later : earlier;
        }
        return switch (place.type()) {
            case Ref(StructType struct) ->
                struct.form() == StructType.Form.OBJECT ? fill(struct, earlier, later) : later;
            case ListOf(FieldType element, boolean _) ->
                earlier instanceof JsonList before && later instanceof JsonList after
                        ? items(new Place(element, false), before, after)
                        : earlier instanceof JsonList ? later : earlier;
            case MapOf _ -> {
                if (!(earlier instanceof JsonMap before) || !(later instanceof JsonMap after)) {
                    yield earlier instanceof JsonMap ? later : earlier;
                }
                var result = before;
                for (int i = 0; i < after.size(); i++) {
                    result = result.with(after.keyAt(i), after.valueAt(i));
                }
                yield result;
            }
            case Scalar scalar -> fits(scalar, earlier) ? later : earlier;
        };
    }

    private static Object fill(StructType struct, Object earlier, Object later) {
        if (!(earlier instanceof JsonMap before) || !(later instanceof JsonMap after)) {
            return earlier instanceof JsonMap ? later : earlier;
        }
        var result = before;
        for (int i = 0; i < after.size(); i++) {
            var key = after.keyAt(i);
            var known = before.get(key);
            var value = after.valueAt(i);
            result = result.with(key, known == null ? value : merge(field(struct, key), known, value));
        }
        return result;
    }

    private static JsonList items(Place element, JsonList before, JsonList after) {
        var result = after;
        for (int i = 0; i < Math.min(before.size(), after.size()); i++) {
            result = result.set(i, merge(element, before.get(i), after.get(i)));
        }
        return result;
    }

    private static boolean fits(Scalar type, Object value) {
        return switch (type) {
            case STRING -> value instanceof String;
            case BOOL -> value instanceof Boolean;
            case INT32, INT64 -> value instanceof Long;
            case DOUBLE -> value instanceof Number;
            default -> true;
        };
    }
}
