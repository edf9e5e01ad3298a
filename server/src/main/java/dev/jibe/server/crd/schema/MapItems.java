package dev.jibe.server.crd.schema;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The items of a list of type map, by the values of their keys. */
public final class MapItems {

    private final Map<List<Object>, Object> byKeys = new HashMap<>();
    private final Structural schema;

    private MapItems(Structural schema) {
        this.schema = schema;
    }

    public static MapItems of(JsonList list, Structural schema) {
        var items = new MapItems(schema);
        for (var item : list) {
            items.byKeys.putIfAbsent(items.keys(item), item);
        }
        return items;
    }

    /** The item with the same keys, or null. */
    public @Nullable Object matching(Object item) {
        return byKeys.get(keys(item));
    }

    private List<Object> keys(Object item) {
        return item instanceof JsonMap map ? keysOf(map, schema) : List.of();
    }

    /** What identifies an item; defaults stand in for keys that it lacks. */
    static List<Object> keysOf(JsonMap item, Structural schema) {
        return schema.listMapKeys().stream()
                .<Object>map(key -> {
                    var value = item.get(key);
                    return value == null ? "" : value;
                })
                .toList();
    }
}
