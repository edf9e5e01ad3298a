package dev.jibe.server.cel;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An object that an expression has made.
 *
 * @param name of its type, such as {@code Object.spec}
 */
public record MadeObject(String name, MadeMap fields) implements MapValue {

    /** What an expression that makes an object calls, with the type's name and the fields. */
    public static final String FUNCTION = "@object";

    @Override
    public @Nullable Object get(Object key) {
        return fields.get(key);
    }

    @Override
    public List<Object> keys() {
        return fields.keys();
    }

    @Override
    public String typeName() {
        return name;
    }
}
