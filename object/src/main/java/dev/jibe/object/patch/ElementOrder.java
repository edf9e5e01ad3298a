package dev.jibe.object.patch;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.patch.PatchException.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The order of a merged list: listed items as listed; the others keep their order, each before the first listed item that
 * it stood before.
 */
final class ElementOrder {

    private ElementOrder() {}

    /**
     * The list, sorted.
     *
     * @param order the listed items
     * @param live the list as it was
     */
    static JsonList sort(JsonList list, JsonList order, JsonList live, String mergeKey) {
        var ranks = keys(order, mergeKey);
        var places = keys(live, mergeKey);
        var listed = new ArrayList<Object>();
        var others = new ArrayList<Object>();
        for (var item : list) {
            (ranks.contains(key(item, mergeKey)) ? listed : others).add(item);
        }
        others.sort(Comparator.comparingInt(item -> places.indexOf(key(item, mergeKey))));
        listed.sort(Comparator.comparingInt(item -> ranks.indexOf(key(item, mergeKey))));
        var result = new ArrayList<Object>(list.size());
        int i = 0;
        int j = 0;
        while (i < others.size() || j < listed.size()) {
            boolean other = j == listed.size()
                    || (i < others.size()
                            && isBefore(
                                    places.indexOf(key(others.get(i), mergeKey)),
                                    places.indexOf(key(listed.get(j), mergeKey))));
            result.add(other ? others.get(i++) : listed.get(j++));
        }
        return JsonList.copyOf(result);
    }

    private static boolean isBefore(int first, int second) {
        return first >= 0 && second >= 0 && first < second;
    }

    private static List<@Nullable Object> keys(JsonList list, String mergeKey) {
        var keys = new ArrayList<@Nullable Object>();
        list.forEach(item -> keys.add(key(item, mergeKey)));
        return keys;
    }

    private static @Nullable Object key(Object item, String mergeKey) {
        return item instanceof JsonMap map && !mergeKey.isEmpty() ? map.get(mergeKey) : item;
    }

    /** Refuses a list whose items cannot be told apart, or looked for in the order. */
    static void checkKeys(JsonList list, JsonList order, String mergeKey) {
        if (mergeKey.isEmpty()) {
            return;
        }
        for (var item : list.maps().toList()) {
            var key = item.get(mergeKey);
            if (key == null) {
                throw new PatchException(
                        Kind.BROKEN, "map: " + Printed.of(item) + " does not contain declared merge key: " + mergeKey);
            }
            boolean found = false;
            for (int i = 0; i < order.size() && !found; i++) {
                if (!(order.get(i) instanceof JsonMap listed)) {
                    throw new PatchException(Kind.BROKEN, "value for key " + i + " is not a map");
                }
                found = key.equals(listed.get(mergeKey));
            }
        }
    }

    /** Refuses a patch whose items come in another order than it asks for. */
    static void check(JsonList patch, JsonList order, String mergeKey) {
        var ranks = keys(order, mergeKey);
        int last = -1;
        for (var item : patch) {
            if (item instanceof JsonMap map && map.has(StrategicMergePatch.DIRECTIVE)) {
                continue;
            }
            int rank = ranks.indexOf(key(item, mergeKey));
            if (rank <= last) {
                throw new PatchException(
                        Kind.BROKEN,
                        "The order in patch list:\n" + Printed.of(patch) + "\n doesn't match $setElementOrder list:\n"
                                + Printed.of(order) + "\n");
            }
            last = rank;
        }
    }
}
