package dev.jibe.server.registry;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.Null;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Equality that does not tell an empty list or map from none, as upstream compares what is wanted. */
public final class Semantic {

    private Semantic() {}

    public static boolean equal(@Nullable Object one, @Nullable Object other) {
        if (Objects.equals(one, other) || isNothing(one) && isNothing(other)) {
            return true;
        }
        return switch (one) {
            case JsonMap map -> other instanceof JsonMap second && equal(map, second);
            case JsonList list -> other instanceof JsonList second && equal(list, second);
            case null -> false;
            default -> one.equals(other);
        };
    }

    private static boolean isNothing(@Nullable Object value) {
        return switch (value) {
            case null -> true;
            case Null _ -> true;
            case JsonMap map -> map.isEmpty();
            case JsonList list -> list.isEmpty();
            default -> false;
        };
    }

    private static boolean equal(JsonMap one, JsonMap other) {
        for (int i = 0; i < one.size(); i++) {
            if (!equal(one.valueAt(i), other.get(one.keyAt(i)))) {
                return false;
            }
        }
        for (int i = 0; i < other.size(); i++) {
            if (!one.has(other.keyAt(i)) && !isNothing(other.valueAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean equal(JsonList one, JsonList other) {
        if (one.size() != other.size()) {
            return false;
        }
        for (int i = 0; i < one.size(); i++) {
            if (!equal(one.get(i), other.get(i))) {
                return false;
            }
        }
        return true;
    }
}
