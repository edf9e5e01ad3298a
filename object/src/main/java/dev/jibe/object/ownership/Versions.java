package dev.jibe.object.ownership;

import dev.jibe.object.JsonMap;
import org.jspecify.annotations.Nullable;

/** The versions of a kind: their types, and the way between them. */
public interface Versions {

    /** The type of whole objects in the version; null if it is not served. */
    @Nullable
    MergeType type(String apiVersion);

    /** The object in another version. Both versions are served. */
    JsonMap convert(JsonMap object, String from, String to);

    /** Which changes count in the version. */
    FieldFilter filter(String apiVersion);

    /** A kind of one version, all of whose changes count. */
    static Versions only(String served, MergeType type) {
        return new Versions() {
            @Override
            public @Nullable MergeType type(String apiVersion) {
                return apiVersion.equals(served) ? type : null;
            }

            @Override
            public JsonMap convert(JsonMap object, String from, String to) {
                return object;
            }

            @Override
            public FieldFilter filter(String apiVersion) {
                return FieldFilter.all();
            }
        };
    }
}
