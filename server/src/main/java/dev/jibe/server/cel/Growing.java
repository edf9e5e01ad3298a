package dev.jibe.server.cel;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Lists and maps that a fold makes. Only the fold itself can see them before they are complete, and so each element is
 * added in place instead of to a copy.
 */
public final class Growing {

    private Growing() {}

    /** A place for elements, if a fold begins with nothing; otherwise the value itself. */
    static Object of(Object start) {
        return switch (start) {
            case List<?> list when list.isEmpty() -> new Items();
            case MadeMap map when map.entries().isEmpty() -> new Entries();
            default -> start;
        };
    }

    /** The value when nothing is added any more. */
    static Object grown(Object value) {
        return switch (value) {
            case Items items -> Collections.unmodifiableList(items);
            case Entries entries -> new MadeMap(entries.entries);
            default -> value;
        };
    }

    /** A map that grows, with one more entry or with all of another map. */
    public static Object inserted(List<Object> mapAndMore) {
        var map = (Entries) mapAndMore.get(0);
        if (mapAndMore.size() == 3) {
            map.add(mapAndMore.get(1), mapAndMore.get(2));
        } else {
            var more = (MapValue) mapAndMore.get(1);
            more.keys().forEach(key -> map.add(key, Objects.requireNonNull(more.get(key))));
        }
        return map;
    }

    /** A list. */
    static final class Items extends ArrayList<Object> {
        private static final long serialVersionUID = 1;

        List<Object> with(List<?> more) {
            addAll(more);
            return this;
        }
    }

    /** A map. */
    static final class Entries implements MapValue {
        private final Map<Object, Object> entries = new LinkedHashMap<>();

        @Override
        public @Nullable Object get(Object key) {
            return entries.get(MadeMap.normal(key));
        }

        @Override
        public List<Object> keys() {
            return List.copyOf(entries.keySet());
        }

        @Override
        public int size() {
            return entries.size();
        }

        void add(Object key, Object value) {
            if (entries.putIfAbsent(MadeMap.normal(key), value) != null) {
                throw new CelFailure("insert failed: key " + Values.shown(key) + " already exists");
            }
        }
    }
}
