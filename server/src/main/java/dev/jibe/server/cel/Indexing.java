package dev.jibe.server.cel;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Entries of lists and maps. */
public final class Indexing {

    private Indexing() {}

    /**
     * The entry.
     *
     * @throws CelFailure if there is none
     */
    public static Object at(Object container, Object index) {
        var found = find(container, index);
        if (found != null) {
            return found;
        }
        throw container instanceof List<?>
                ? new CelFailure("index out of bounds: " + Values.shown(index))
                : CelFailure.noSuchKey(index);
    }

    /** The entry, or null; nothing is in what is neither a list nor a map, as null is. */
    public static @Nullable Object find(Object container, Object index) {
        return switch (container) {
            case List<?> list -> {
                if (!Values.isNumber(index)) {
                    throw CelFailure.noSuchOverload();
                }
                double at = Values.decimal(index);
                yield at == Math.rint(at) && at >= 0 && at < list.size() ? list.get((int) at) : null;
            }
            case MapValue map -> map.get(index);
            case Maybe(Object inner) -> inner == null ? null : find(inner, index);
            default -> null;
        };
    }
}
