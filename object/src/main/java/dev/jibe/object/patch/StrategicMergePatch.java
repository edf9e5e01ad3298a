package dev.jibe.object.patch;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.Null;
import dev.jibe.object.patch.PatchException.Kind;
import dev.jibe.object.schema.Field;
import dev.jibe.object.schema.FieldType;
import dev.jibe.object.schema.FieldType.ListOf;
import dev.jibe.object.schema.FieldType.Ref;
import dev.jibe.object.schema.StructType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Strategic merge patch: a merge patch in which the type says which lists merge, and by which key.
 *
 * <p>Knows the directives {@code $patch: replace|delete|merge}, {@code $retainKeys}, {@code $deleteFromPrimitiveList/…}
 * and {@code $setElementOrder/…}. See <a
 * href="https://kubernetes.io/docs/tasks/manage-kubernetes-objects/update-api-object-kubectl-patch/">Update API Objects in
 * Place Using kubectl patch</a>.
 */
public final class StrategicMergePatch {

    private static final String DIRECTIVE = "$patch";
    private static final String RETAIN_KEYS = "$retainKeys";
    private static final String DELETE_FROM = "$deleteFromPrimitiveList/";
    private static final String ELEMENT_ORDER = "$setElementOrder/";

    private StrategicMergePatch() {}

    public static JsonMap apply(JsonMap object, JsonMap patch, StructType type) {
        return merge(object, patch, type);
    }

    private static JsonMap merge(JsonMap object, JsonMap patch, @Nullable StructType type) {
        switch (patch.string(DIRECTIVE)) {
            case "replace" -> {
                return withoutDirectives(patch);
            }
            case "delete" -> {
                return JsonMap.EMPTY;
            }
            case "", "merge" -> {}
            default -> throw unknownDirective(patch.string(DIRECTIVE));
        }
        var result = patch.get(RETAIN_KEYS) instanceof JsonList kept ? retain(object, kept) : object;
        for (int i = 0; i < patch.size(); i++) {
            var key = patch.keyAt(i);
            if (key.startsWith("$")) {
                continue;
            }
            var field = type == null ? null : type.field(key);
            result = mergeField(result, key, patch.valueAt(i), field);
        }
        return orderedLists(deletedFromLists(result, patch), patch, type);
    }

    private static JsonMap retain(JsonMap object, JsonList kept) {
        var names = new HashSet<>(kept.strings().toList());
        var result = object;
        for (int i = 0; i < object.size(); i++) {
            result = names.contains(object.keyAt(i)) ? result : result.without(object.keyAt(i));
        }
        return result;
    }

    private static JsonMap mergeField(JsonMap object, String key, Object value, @Nullable Field field) {
        if (value == Null.NULL) {
            return object.without(key);
        }
        var old = object.get(key);
        if (value instanceof JsonMap inner) {
            boolean replaces = field != null && field.patchStrategy().equals("replace");
            var base = old instanceof JsonMap map && !replaces ? map : JsonMap.EMPTY;
            var merged = merge(base, inner, struct(field));
            return inner.string(DIRECTIVE).equals("delete") ? object.without(key) : object.with(key, merged);
        }
        if (value instanceof JsonList inner && field != null && field.merges()) {
            var base = old instanceof JsonList list ? list : JsonList.EMPTY;
            return object.with(key, mergeLists(base, inner, field));
        }
        return object.with(key, value instanceof JsonList list ? withoutDirectives(list) : value);
    }

    private static @Nullable StructType struct(@Nullable Field field) {
        return field != null && field.type() instanceof Ref(StructType struct) ? struct : null;
    }

    private static @Nullable StructType elementStruct(Field field) {
        return field.type() instanceof ListOf(FieldType element, boolean ignored)
                        && element instanceof Ref(StructType struct)
                ? struct
                : null;
    }

    private static JsonList mergeLists(JsonList base, JsonList patch, Field field) {
        return field.patchMergeKey().isEmpty()
                ? mergePrimitives(base, patch)
                : mergeByKey(base, patch, field, field.patchMergeKey());
    }

    private static JsonList mergePrimitives(JsonList base, JsonList patch) {
        var merged = new ArrayList<Object>(base.stream().toList());
        patch.forEach(value -> {
            if (!merged.contains(value)) {
                merged.add(value);
            }
        });
        return JsonList.copyOf(merged);
    }

    private static JsonList mergeByKey(JsonList base, JsonList patch, Field field, String mergeKey) {
        var replaces = patch.maps().anyMatch(item -> item.string(DIRECTIVE).equals("replace") && !item.has(mergeKey));
        if (replaces) {
            return JsonList.copyOf(patch.maps()
                    .filter(item -> !item.has(DIRECTIVE))
                    .map(StrategicMergePatch::withoutDirectives)
                    .toList());
        }
        var merged = new ArrayList<Object>(base.stream().toList());
        for (var value : patch) {
            if (!(value instanceof JsonMap item) || !item.has(mergeKey)) {
                throw new PatchException(
                        Kind.MALFORMED, "map: " + value + " does not contain declared merge key: " + mergeKey);
            }
            int at = indexOf(merged, mergeKey, item.get(mergeKey));
            switch (item.string(DIRECTIVE)) {
                case "delete" -> merged.removeIf(old -> hasKey(old, mergeKey, item.get(mergeKey)));
                case "replace" -> put(merged, at, withoutDirectives(item));
                case "", "merge" -> {
                    var old = at < 0 ? JsonMap.EMPTY : (JsonMap) merged.get(at);
                    put(merged, at, merge(old, item, elementStruct(field)));
                }
                default -> throw unknownDirective(item.string(DIRECTIVE));
            }
        }
        return JsonList.copyOf(merged);
    }

    private static void put(List<Object> list, int at, Object value) {
        if (at < 0) {
            list.add(value);
        } else {
            list.set(at, value);
        }
    }

    private static boolean hasKey(Object item, String mergeKey, @Nullable Object key) {
        return item instanceof JsonMap map && key != null && key.equals(map.get(mergeKey));
    }

    private static int indexOf(List<Object> list, String mergeKey, @Nullable Object key) {
        for (int i = 0; i < list.size(); i++) {
            if (hasKey(list.get(i), mergeKey, key)) {
                return i;
            }
        }
        return -1;
    }

    private static JsonMap deletedFromLists(JsonMap object, JsonMap patch) {
        var result = object;
        for (int i = 0; i < patch.size(); i++) {
            if (patch.keyAt(i).startsWith(DELETE_FROM) && patch.valueAt(i) instanceof JsonList gone) {
                var key = patch.keyAt(i).substring(DELETE_FROM.length());
                var all = new HashSet<>(gone.stream().toList());
                if (result.get(key) instanceof JsonList list) {
                    var left =
                            list.stream().filter(value -> !all.contains(value)).toList();
                    result = result.with(key, JsonList.copyOf(left));
                }
            }
        }
        return result;
    }

    private static JsonMap orderedLists(JsonMap object, JsonMap patch, @Nullable StructType type) {
        var result = object;
        for (int i = 0; i < patch.size(); i++) {
            if (patch.keyAt(i).startsWith(ELEMENT_ORDER) && patch.valueAt(i) instanceof JsonList order) {
                var key = patch.keyAt(i).substring(ELEMENT_ORDER.length());
                var field = type == null ? null : type.field(key);
                if (field != null && result.get(key) instanceof JsonList list) {
                    result = result.with(key, ElementOrder.sort(list, order, field.patchMergeKey()));
                }
            }
        }
        return result;
    }

    private static JsonMap withoutDirectives(JsonMap map) {
        var result = map;
        for (int i = 0; i < map.size(); i++) {
            var key = map.keyAt(i);
            result = key.startsWith("$") ? result.without(key) : result.with(key, plain(map.valueAt(i)));
        }
        return result;
    }

    private static JsonList withoutDirectives(JsonList list) {
        return list.map(StrategicMergePatch::plain);
    }

    private static Object plain(Object value) {
        return switch (value) {
            case JsonMap map -> withoutDirectives(map);
            case JsonList list -> withoutDirectives(list);
            default -> value;
        };
    }

    private static PatchException unknownDirective(String name) {
        return new PatchException(Kind.MALFORMED, "unknown patch type found in merge patch: " + name);
    }
}
