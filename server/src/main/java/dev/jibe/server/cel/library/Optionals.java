package dev.jibe.server.cel.library;

import dev.jibe.object.Null;
import dev.jibe.server.cel.CelFailure;
import dev.jibe.server.cel.MapValue;
import dev.jibe.server.cel.Maybe;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Values that may be absent. */
final class Optionals {

    static final Map<String, Function> FUNCTIONS = Map.of(
            "optional.of", v -> Maybe.of(v.getFirst()),
            "optional.none", v -> Maybe.NONE,
            "optional.ofNonZeroValue", v -> isZero(v.getFirst()) ? Maybe.NONE : Maybe.of(v.getFirst()),
            "hasValue", v -> ((Maybe) v.getFirst()).value() != null,
            "value", v -> value((Maybe) v.getFirst()));

    private Optionals() {}

    private static Object value(Maybe maybe) {
        var value = maybe.value();
        if (value == null) {
            throw new CelFailure("optional.none() dereference");
        }
        return value;
    }

    private static boolean isZero(Object value) {
        return switch (value) {
            case Long number -> number == 0;
            case Double number -> number == 0;
            case String text -> text.isEmpty();
            case Boolean bool -> !bool;
            case byte[] bytes -> bytes.length == 0;
            case List<?> list -> list.isEmpty();
            case MapValue map -> map.size() == 0;
            case Duration length -> length.isZero();
            case Null _ -> true;
            default -> false;
        };
    }
}
