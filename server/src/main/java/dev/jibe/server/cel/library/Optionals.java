package dev.jibe.server.cel.library;

import dev.jibe.object.Null;
import dev.jibe.server.cel.CelFailure;
import dev.jibe.server.cel.MapValue;
import dev.jibe.server.cel.Maybe;
import dev.jibe.server.cel.Values;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Values that may be absent. */
final class Optionals {

    static final Map<String, Function> FUNCTIONS = Map.of(
            "optional.of", v -> Maybe.of(v.getFirst()),
            "optional.none", v -> Maybe.NONE,
            "optional.ofNonZeroValue", v -> isZero(v.getFirst()) ? Maybe.NONE : Maybe.of(v.getFirst()),
            "first", v -> end((List<?>) v.getFirst(), 0),
            "last", v -> end((List<?>) v.getFirst(), ((List<?>) v.getFirst()).size() - 1),
            "optional.unwrap", v -> present((List<?>) v.getFirst()),
            "unwrapOpt", v -> present((List<?>) v.getFirst()),
            "hasValue", v -> ((Maybe) v.getFirst()).value() != null,
            "value", v -> value((Maybe) v.getFirst()));

    private Optionals() {}

    private static Object end(List<?> list, int index) {
        return list.isEmpty() ? Maybe.NONE : Maybe.of(list.get(index));
    }

    private static Object present(List<?> list) {
        var present = new ArrayList<Object>();
        for (var item : list) {
            if (!(item instanceof Maybe(Object value))) {
                throw new CelFailure("value " + Values.shown(item) + " is not optional");
            }
            if (value != null) {
                present.add(value);
            }
        }
        return present;
    }

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
