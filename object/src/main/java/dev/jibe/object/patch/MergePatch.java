package dev.jibe.object.patch;

import dev.jibe.object.JsonMap;
import dev.jibe.object.Null;

/** JSON Merge Patch, <a href="https://www.rfc-editor.org/rfc/rfc7386">RFC 7386</a>. */
public final class MergePatch {

    private MergePatch() {}

    public static JsonMap apply(JsonMap object, JsonMap patch) {
        var result = object;
        for (int i = 0; i < patch.size(); i++) {
            var key = patch.keyAt(i);
            var value = patch.valueAt(i);
            if (value == Null.NULL) {
                result = result.without(key);
            } else if (value instanceof JsonMap inner) {
                result = result.with(key, apply(result.map(key), inner));
            } else {
                result = result.with(key, value);
            }
        }
        return result;
    }
}
