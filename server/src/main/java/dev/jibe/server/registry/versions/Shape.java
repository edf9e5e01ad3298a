package dev.jibe.server.registry.versions;

import dev.jibe.object.JsonMap;
import java.util.function.UnaryOperator;

/**
 * How another version of a kind differs from its current one. Pure functions; {@code apiVersion} and what only
 * one of the two types has are seen to by the caller.
 */
interface Shape {

    JsonMap toCurrent(JsonMap object);

    JsonMap fromCurrent(JsonMap object);

    /** What the other version fills in where the current one fills in something else, on the current shape. */
    default JsonMap withDefaults(JsonMap object) {
        return object;
    }

    /** Nothing differs but the defaults. */
    static Shape defaulting(UnaryOperator<JsonMap> defaults) {
        return new Shape() {
            @Override
            public JsonMap toCurrent(JsonMap object) {
                return object;
            }

            @Override
            public JsonMap fromCurrent(JsonMap object) {
                return object;
            }

            @Override
            public JsonMap withDefaults(JsonMap object) {
                return defaults.apply(object);
            }
        };
    }

    /** Another shape for the same defaults. */
    static Shape of(UnaryOperator<JsonMap> toCurrent, UnaryOperator<JsonMap> fromCurrent) {
        return new Shape() {
            @Override
            public JsonMap toCurrent(JsonMap object) {
                return toCurrent.apply(object);
            }

            @Override
            public JsonMap fromCurrent(JsonMap object) {
                return fromCurrent.apply(object);
            }
        };
    }

    /** Only the name of the version differs. */
    Shape SAME = defaulting(object -> object);

    /** The object with a value where it has none. */
    static JsonMap absent(JsonMap object, Object value, String... path) {
        return object.at(path) == null ? object.withAt(value, path) : object;
    }

    /** The object with a field under another name. */
    static JsonMap renamed(JsonMap object, String from, String to) {
        var value = object.get(from);
        return value == null ? object : object.without(from).with(to, value);
    }

    /** The object with a part changed, if it is there and not empty. */
    static JsonMap changed(JsonMap object, String key, UnaryOperator<JsonMap> change) {
        var part = object.map(key);
        return part.isEmpty() ? object : object.with(key, change.apply(part));
    }

    /** The object with each item of a list changed. */
    static JsonMap each(JsonMap object, String key, UnaryOperator<JsonMap> change) {
        var list = object.list(key);
        return list.isEmpty()
                ? object
                : object.with(key, list.map(item -> item instanceof JsonMap map ? change.apply(map) : item));
    }
}
