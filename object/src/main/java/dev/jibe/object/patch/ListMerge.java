package dev.jibe.object.patch;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.patch.PatchException.Kind;
import dev.jibe.object.schema.StructType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Merges a list of a strategic merge patch into the one that is there. */
final class ListMerge {

    private ListMerge() {}

    /** @param mergeKey the field that items are matched by; without one, items are values */
    static JsonList merge(JsonList live, JsonList patch, String mergeKey, @Nullable StructType element) {
        if (live.isEmpty() && patch.isEmpty()) {
            return live;
        }
        if (!areMaps(live, patch)) {
            var all = new LinkedHashSet<Object>(live.stream().toList());
            all.addAll(patch.stream().toList());
            return ElementOrder.sort(JsonList.copyOf(all), patch, live, "");
        }
        if (mergeKey.isEmpty()) {
            throw new PatchException(Kind.BROKEN, "cannot merge lists without merge key for " + element);
        }
        var kept = new ArrayList<Object>(live.stream().toList());
        var plain = new ArrayList<JsonMap>();
        boolean replaces = false;
        for (var item : patch.maps().toList()) {
            var directive = item.get(StrategicMergePatch.DIRECTIVE);
            if (directive == null) {
                plain.add(item);
            } else if (directive.equals("delete")) {
                var key = key(item, mergeKey);
                kept.removeIf(old -> key.equals(key((JsonMap) old, mergeKey)));
            } else if (directive.equals("replace")) {
                replaces = true;
            } else if (directive.equals("merge")) {
                throw new PatchException(Kind.BROKEN, "merging lists cannot yet be specified in the patch");
            } else {
                throw StrategicMergePatch.unknown(directive, item);
            }
        }
        if (replaces) {
            return JsonList.copyOf(plain);
        }
        var before = JsonList.copyOf(kept);
        plain.forEach(item -> mergeItem(kept, item, mergeKey, element));
        return ElementOrder.sort(JsonList.copyOf(kept), JsonList.copyOf(plain), before, mergeKey);
    }

    private static void mergeItem(List<Object> items, JsonMap item, String mergeKey, @Nullable StructType element) {
        var key = key(item, mergeKey);
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i) instanceof JsonMap old && key.equals(key(old, mergeKey))) {
                items.set(i, StrategicMergePatch.merge(old, item, element));
                return;
            }
        }
        items.add(item);
    }

    private static Object key(JsonMap item, String mergeKey) {
        var key = item.get(mergeKey);
        if (key == null) {
            throw new PatchException(
                    Kind.BROKEN, "map: " + Printed.of(item) + " does not contain declared merge key: " + mergeKey);
        }
        return key;
    }

    /** Whether all items are maps; they have to be all of one kind. */
    private static boolean areMaps(JsonList live, JsonList patch) {
        var kinds = new LinkedHashSet<Class<?>>();
        live.forEach(item -> kinds.add(item.getClass()));
        patch.forEach(item -> kinds.add(item.getClass()));
        if (!kinds.isEmpty() && kinds.getFirst() == JsonList.class) {
            throw new PatchException(Kind.DOES_NOT_APPLY, "lists of lists are not supported");
        }
        if (kinds.size() > 1) {
            throw new PatchException(
                    Kind.BROKEN,
                    "list element types are not identical: [" + Printed.of(live) + " " + Printed.of(patch) + "]");
        }
        return kinds.contains(JsonMap.class);
    }
}
