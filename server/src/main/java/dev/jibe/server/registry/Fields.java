package dev.jibe.server.registry;

import dev.jibe.object.JsonMap;

/** Small moves between two objects. */
public final class Fields {

    private Fields() {}

    /** The target with the source's value at the key; without the key if the source has none. */
    public static JsonMap copy(JsonMap source, JsonMap target, String key) {
        var value = source.get(key);
        return value == null ? target.without(key) : target.with(key, value);
    }
}
