package dev.jibe.server.cel;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A map that an expression has made. */
public record MadeMap(Map<Object, Object> entries) implements MapValue {

    /** Numbers of different types may be the same key. */
    static Object normal(Object key) {
        return switch (key) {
            case Values.Uint(long bits) when bits >= 0 -> bits;
            case Double number when number == Math.rint(number) && Math.abs(number) < 1e18 -> number.longValue();
            default -> key;
        };
    }

    public static MadeMap of(Map<Object, Object> entries) {
        var normal = new LinkedHashMap<Object, Object>();
        entries.forEach((key, value) -> normal.put(normal(key), value));
        return new MadeMap(normal);
    }

    @Override
    public @Nullable Object get(Object key) {
        return entries.get(normal(key));
    }

    @Override
    public List<Object> keys() {
        return List.copyOf(entries.keySet());
    }
}
