package dev.jibe.object.typing;

import dev.jibe.object.JsonMap;
import dev.jibe.object.RawJson;
import dev.jibe.object.json.TopLevel;
import dev.jibe.object.schema.FieldType.Scalar;
import dev.jibe.object.schema.StructType;

/**
 * Whether a value that upstream keeps as the bytes it came in, such as the data of a ControllerRevision, came with blanks.
 *
 * <p>Then it is not what it is after a patch has written it anew, and of a field that may not change that is a change.
 * Such a value stands as text in the tree, one that came as it would be written as a tree.
 */
public final class Spelling {

    private Spelling() {}

    /**
     * The object with those values as text that came with blanks.
     *
     * @param utf8 the object's own text
     */
    public static JsonMap noted(JsonMap object, byte[] utf8, StructType type) {
        var result = object;
        for (var field : type.fields()) {
            var name = field.name();
            if (field.type() == Scalar.RAW
                    && object.get(name) instanceof JsonMap value
                    && TopLevel.hasBlanks(utf8, name)) {
                result = result.with(name, RawJson.of(value));
            }
        }
        return result;
    }

    /** The object as it is when it is written anew. */
    public static JsonMap forgotten(JsonMap object) {
        var result = object;
        for (int i = 0; i < object.size(); i++) {
            if (object.valueAt(i) instanceof RawJson raw) {
                result = result.with(object.keyAt(i), raw.parse());
            }
        }
        return result;
    }
}
