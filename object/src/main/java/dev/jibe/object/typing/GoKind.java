package dev.jibe.object.typing;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;

/** What Go's JSON decoder calls a value that it cannot take. */
public final class GoKind {

    private GoKind() {}

    public static String of(Object value) {
        return switch (value) {
            case String ignored -> "string";
            case Boolean ignored -> "bool";
            case JsonMap ignored -> "object";
            case JsonList ignored -> "array";
            case Number ignored -> "number";
            default -> "null";
        };
    }
}
