package dev.jibe.server.cel;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A map or an object, as expressions look at it. */
public interface MapValue {

    @Nullable
    Object get(Object key);

    List<Object> keys();

    default int size() {
        return keys().size();
    }

    default String typeName() {
        return "map";
    }

    /** Whether another has the same entries. */
    default boolean isSame(MapValue other) {
        if (size() != other.size()) {
            return false;
        }
        for (var key : keys()) {
            var mine = get(key);
            var theirs = other.get(key);
            if (mine == null || theirs == null || !Values.equal(mine, theirs)) {
                return false;
            }
        }
        return true;
    }
}
