package dev.jibe.server.cel;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.Null;
import dev.jibe.object.protobuf.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/** Values that expressions have made, as values of the tree. */
public final class Unwrapping {

    private Unwrapping() {}

    /**
     * The value in the tree.
     *
     * @throws CelFailure if there is no such value in JSON
     */
    public static Object tree(Object value) {
        return switch (value) {
            case String _, Long _, Double _, Boolean _, Null _ -> value;
            case Values.Uint(long bits) -> bits;
            case byte[] bytes -> Base64.getEncoder().encodeToString(bytes);
            case Instant time -> Times.seconds(time);
            case Duration time -> time.toNanos() / 1e9 + "s";
            case List<?> list ->
                JsonList.copyOf(list.stream().map(item -> tree((Object) item)).toList());
            case Maybe(Object inner) when inner != null -> tree(inner);
            case MapValue map -> tree(map);
            default -> throw new CelFailure("unsupported conversion to JSON of " + Values.typeName(value));
        };
    }

    private static JsonMap tree(MapValue map) {
        var builder = JsonMap.builder();
        for (var key : map.keys()) {
            if (!(key instanceof String name)) {
                throw new CelFailure("unsupported key of a JSON object: " + Values.shown(key));
            }
            var value = map.get(key);
            if (value != null) {
                builder.put(name, tree(value));
            }
        }
        return builder.build();
    }
}
