package dev.jibe.object.typing;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.RawJson;
import dev.jibe.object.json.FirstPlace;
import dev.jibe.object.json.Json;
import dev.jibe.object.schema.FieldType;
import dev.jibe.object.schema.FieldType.ListOf;
import dev.jibe.object.schema.FieldType.Ref;
import dev.jibe.object.schema.FieldType.Scalar;
import dev.jibe.object.schema.StructType;
import java.nio.charset.StandardCharsets;

/**
 * Whether a value that upstream keeps as the bytes it came in, such as the data of a ControllerRevision, came otherwise
 * than it would be written: with blanks, or with its keys in another order.
 *
 * <p>Then it is not what it is after a patch has written it anew, and of a field that may not change that is a change.
 * Such a value stands as text in the tree, one that came as it would be written as a tree.
 */
public final class Spelling {

    private Spelling() {}

    /**
     * The object with those values as text that came otherwise than they would be written.
     *
     * @param utf8 the object's own text
     */
    public static JsonMap noted(JsonMap object, byte[] utf8, StructType type) {
        // Nothing else has such values.
        boolean hasRaw = type.unversionedName().equals("apps.ControllerRevision")
                || type.unversionedName().startsWith("resource.");
        return hasRaw ? struct(object, utf8, type, "") : object;
    }

    private static JsonMap struct(JsonMap map, byte[] utf8, StructType type, String path) {
        var result = map;
        for (int i = 0; i < map.size(); i++) {
            var key = map.keyAt(i);
            var field = key.equals("metadata") ? null : type.field(key);
            if (field != null) {
                var place = path.isEmpty() ? key : path + "." + key;
                result = result.with(key, value(map.valueAt(i), utf8, field.type(), place));
            }
        }
        return result;
    }

    private static Object value(Object value, byte[] utf8, FieldType type, String path) {
        return switch (value) {
            case JsonMap map when type == Scalar.RAW -> raw(map, FirstPlace.textAt(utf8, path));
            case JsonMap map when type instanceof Ref(StructType inner) -> struct(map, utf8, inner, path);
            case JsonList list
            when type instanceof ListOf(FieldType element, boolean ignored) -> {
                var result = list;
                for (int i = 0; i < list.size(); i++) {
                    result = result.set(i, value(list.get(i), utf8, element, path + "[" + i + "]"));
                }
                yield result;
            }
            default -> value;
        };
    }

    private static Object raw(JsonMap value, String text) {
        return text.isEmpty() || text.equals(Json.text(value))
                ? value
                : RawJson.spelled(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The object as it is when it is written anew. */
    public static JsonMap forgotten(JsonMap object) {
        boolean hasRaw = object.string("kind").equals("ControllerRevision")
                || object.string("apiVersion").startsWith("resource.k8s.io/");
        return hasRaw ? parsed(object) : object;
    }

    /** The object without any text that nobody has looked into, apart from its own metadata. */
    public static JsonMap parsed(JsonMap object) {
        return (JsonMap) written(object, true);
    }

    private static Object written(Object value, boolean atTop) {
        return switch (value) {
            case RawJson raw -> raw.parse();
            case JsonList list -> list.map(item -> written(item, false));
            case JsonMap map -> {
                var result = map;
                for (int i = 0; i < map.size(); i++) {
                    boolean isOwn = atTop && map.keyAt(i).equals("metadata");
                    result = isOwn ? result : result.with(map.keyAt(i), written(map.valueAt(i), false));
                }
                yield result;
            }
            default -> value;
        };
    }
}
