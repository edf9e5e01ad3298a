package dev.jibe.object.patch;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The order that a {@code $setElementOrder} directive asks for: listed items as listed; an item that is not listed stays
 * behind the listed one that it followed on the server.
 */
final class ElementOrder {

    private ElementOrder() {}

    static JsonList sort(JsonList list, JsonList order, String mergeKey) {
        var ranks = order.stream().map(item -> key(item, mergeKey)).toList();
        var listed = new ArrayList<Object>();
        var others = new ArrayList<Object>();
        for (var item : list) {
            (ranks.contains(key(item, mergeKey)) ? listed : others).add(item);
        }
        listed.sort(Comparator.comparingInt(item -> ranks.indexOf(key(item, mergeKey))));
        return JsonList.copyOf(interleave(listed, others, list));
    }

    private static List<Object> interleave(List<Object> listed, List<Object> others, JsonList original) {
        var positions = original.stream().toList();
        var result = new ArrayList<Object>();
        int nextOther = 0;
        for (var item : listed) {
            while (nextOther < others.size() && positions.indexOf(others.get(nextOther)) < positions.indexOf(item)) {
                result.add(others.get(nextOther++));
            }
            result.add(item);
        }
        result.addAll(others.subList(nextOther, others.size()));
        return result;
    }

    private static @Nullable Object key(Object item, String mergeKey) {
        return item instanceof JsonMap map && !mergeKey.isEmpty() ? map.get(mergeKey) : item;
    }
}
