package dev.jibe.server.registry.ownership;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import org.jspecify.annotations.Nullable;

/** The list {@code metadata.managedFields} of an object. */
public final class ManagedFields {

    private static final String KEY = "managedFields";

    private ManagedFields() {}

    static JsonList of(JsonMap object) {
        return object.map("metadata").list(KEY);
    }

    static JsonMap with(JsonMap object, JsonList entries) {
        var metadata = object.map("metadata");
        return object.with("metadata", entries.isEmpty() ? metadata.without(KEY) : metadata.with(KEY, entries));
    }

    static JsonMap without(JsonMap object) {
        return object.get("metadata") instanceof JsonMap metadata && metadata.has(KEY)
                ? object.with("metadata", metadata.without(KEY))
                : object;
    }

    /** Whether the list says that all entries are to go: by one entry with nothing in it. */
    static boolean isReset(JsonList entries) {
        return entries.size() == 1 && entries.map(0).isEmpty();
    }

    /**
     * The object with an empty list spelled in a way that survives decoding into a struct, where an empty list and none are
     * the same.
     */
    public static JsonMap resetSpelled(JsonMap object) {
        return object.get("metadata") instanceof JsonMap metadata
                        && metadata.get(KEY) instanceof JsonList entries
                        && entries.isEmpty()
                ? object.with("metadata", metadata.with(KEY, JsonList.of(JsonMap.EMPTY)))
                : object;
    }

    /** Whether the lists differ in nothing but times. */
    static boolean sameButForTimes(JsonList left, JsonList right) {
        if (left.size() != right.size()) {
            return false;
        }
        for (int i = 0; i < left.size(); i++) {
            if (!left.map(i).without("time").equals(right.map(i).without("time"))) {
                return false;
            }
        }
        return true;
    }

    /** The object, with the old one's list if nothing has changed but the times in it. */
    public static JsonMap keepingTimes(JsonMap object, @Nullable JsonMap old) {
        if (old == null) {
            return object;
        }
        var mine = of(object);
        var before = of(old);
        return !mine.equals(before)
                        && sameButForTimes(mine, before)
                        && without(object).equals(without(old))
                ? with(object, before)
                : object;
    }
}
