package dev.jibe.server.cel;

import org.jspecify.annotations.Nullable;

/**
 * A value that may be absent.
 *
 * @param value null if it is
 */
public record Maybe(@Nullable Object value) {

    public static final Maybe NONE = new Maybe(null);

    public static Maybe of(Object value) {
        return new Maybe(value);
    }
}
