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
import java.util.HashSet;
import org.jspecify.annotations.Nullable;

/**
 * Strategic merge patch: a merge patch in which the type says which lists merge, and by which key.
 *
 * <p>Knows the directives {@code $patch: replace|delete}, {@code $retainKeys}, {@code $deleteFromPrimitiveList/…} and
 * {@code $setElementOrder/…}. Of a merged list, items of the patch come in its order, and the others where they stood
 * between them. See <a
 * href="https://kubernetes.io/docs/tasks/manage-kubernetes-objects/update-api-object-kubectl-patch/">Update API Objects in
 * Place Using kubectl patch</a>.
 */
public final class StrategicMergePatch {

    static final String DIRECTIVE = "$patch";
    private static final String RETAIN_KEYS = "$retainKeys";
    private static final String DELETE_FROM = "$deleteFromPrimitiveList/";
    private static final String ELEMENT_ORDER = "$setElementOrder/";

    private StrategicMergePatch() {}

    /**
     * The patched object.
     *
     * @throws PatchException if the patch makes no sense, or not for this object
     */
    public static JsonMap apply(JsonMap object, JsonMap patch, StructType type) {
        return merge(object, patch, type);
    }

    static JsonMap merge(JsonMap object, JsonMap patch, @Nullable StructType type) {
        var directive = patch.get(DIRECTIVE);
        if (directive != null) {
            return directed(directive, patch);
        }
        var result = patch.get(RETAIN_KEYS) == null ? object : retain(object, patch);
        for (int i = 0; i < patch.size(); i++) {
            var key = patch.keyAt(i);
            if (key.startsWith(ELEMENT_ORDER)) {
                result = ordered(result, patch, key, type);
            }
        }
        for (int i = 0; i < patch.size(); i++) {
            var key = patch.keyAt(i);
            if (key.startsWith(DELETE_FROM)) {
                result = deletedFrom(result, key.substring(DELETE_FROM.length()), patch.valueAt(i));
            } else if (!key.startsWith(ELEMENT_ORDER) && !key.equals(RETAIN_KEYS) && !patch.has(ELEMENT_ORDER + key)) {
                result = mergeField(result, key, patch.valueAt(i), type == null ? null : type.field(key));
            }
        }
        return result;
    }

    private static JsonMap directed(Object directive, JsonMap patch) {
        if (directive.equals("replace")) {
            return patch.without(DIRECTIVE);
        }
        if (directive.equals("delete")) {
            return JsonMap.EMPTY;
        }
        throw unknown(directive, patch);
    }

    static PatchException unknown(Object directive, JsonMap patch) {
        return new PatchException(
                Kind.BROKEN, "unknown patch type: " + Printed.of(directive) + " in map: " + Printed.of(patch));
    }

    /** The object with those keys alone that the patch lists; everything else in the patch has to be listed too. */
    private static JsonMap retain(JsonMap object, JsonMap patch) {
        if (!(patch.get(RETAIN_KEYS) instanceof JsonList kept)) {
            throw badRetainKeys();
        }
        var names = new HashSet<>(kept.stream().toList());
        for (int i = 0; i < patch.size(); i++) {
            var key = patch.keyAt(i);
            boolean directive = key.equals(RETAIN_KEYS) || key.startsWith(DELETE_FROM) || key.startsWith(ELEMENT_ORDER);
            if (!directive && patch.valueAt(i) != Null.NULL && !names.contains(key)) {
                throw badRetainKeys();
            }
        }
        var result = object;
        for (int i = 0; i < object.size(); i++) {
            result = names.contains(object.keyAt(i)) ? result : result.without(object.keyAt(i));
        }
        return result;
    }

    private static PatchException badRetainKeys() {
        return new PatchException(Kind.MALFORMED, "invalid patch format of retainKeys");
    }

    private static JsonMap ordered(JsonMap object, JsonMap patch, String directive, @Nullable StructType type) {
        var key = directive.substring(ELEMENT_ORDER.length());
        if (!(patch.get(directive) instanceof JsonList order)) {
            throw new PatchException(Kind.MALFORMED, "invalid patch format of setElementOrder list");
        }
        var field = type == null ? null : type.field(key);
        var mergeKey = field == null ? "" : field.patchMergeKey();
        var live = object.get(key) instanceof JsonList list ? list : null;
        var given = patch.get(key) instanceof JsonList list ? list : null;
        if (live == null && given == null) {
            return object;
        }
        if (given != null) {
            ElementOrder.check(given, order, mergeKey);
        }
        var merged = given == null
                ? live
                : live == null
                        ? plain(given)
                        : field != null && field.merges()
                                ? ListMerge.merge(live, given, mergeKey, element(field))
                                : given;
        if (merged == null) {
            return object;
        }
        ElementOrder.checkKeys(merged, order, mergeKey);
        return object.with(key, ElementOrder.sort(merged, order, live == null ? JsonList.EMPTY : live, mergeKey));
    }

    private static JsonMap deletedFrom(JsonMap object, String key, Object gone) {
        if (!(gone instanceof JsonList all) || !(object.get(key) instanceof JsonList list)) {
            return object;
        }
        var names = new HashSet<>(all.stream().toList());
        return object.with(
                key,
                JsonList.copyOf(
                        list.stream().filter(value -> !names.contains(value)).toList()));
    }

    private static JsonMap mergeField(JsonMap object, String key, Object value, @Nullable Field field) {
        boolean isGone = isDirected(value) && !(object.get(key) instanceof JsonMap);
        if (value == Null.NULL || isGone) {
            return object.without(key);
        }
        var old = object.get(key);
        if (value instanceof JsonMap inner && old instanceof JsonMap map) {
            boolean replaces = field != null && field.patchStrategy().equals("replace");
            return object.with(key, replaces ? inner : merge(map, inner, struct(field)));
        }
        if (value instanceof JsonList inner && old instanceof JsonList list) {
            return object.with(
                    key,
                    field != null && field.merges()
                            ? ListMerge.merge(list, inner, field.patchMergeKey(), element(field))
                            : inner);
        }
        return object.with(key, plain(value));
    }

    private static @Nullable StructType struct(@Nullable Field field) {
        return field == null ? null : struct(field.type());
    }

    private static @Nullable StructType element(Field field) {
        return field.type() instanceof ListOf(FieldType element, boolean ignored) ? struct(element) : null;
    }

    private static @Nullable StructType struct(FieldType type) {
        return switch (type) {
            case Ref(StructType struct) -> struct;
            default -> null;
        };
    }

    private static JsonList plain(JsonList list) {
        var result = list.stream().filter(item -> !isDirected(item)).map(StrategicMergePatch::plain);
        return JsonList.copyOf(result.toList());
    }

    /** What says what is to become of something that is not there says nothing. */
    private static boolean isDirected(Object value) {
        return value instanceof JsonMap map && map.has(DIRECTIVE);
    }

    /** The value without directives and nulls: it is new, so that there is nothing for them to do. */
    private static Object plain(Object value) {
        return switch (value) {
            case JsonMap map -> {
                var result = map;
                for (int i = 0; i < map.size(); i++) {
                    var key = map.keyAt(i);
                    boolean gone = isDirective(key) || map.valueAt(i) == Null.NULL || isDirected(map.valueAt(i));
                    result = gone ? result.without(key) : result.with(key, plain(map.valueAt(i)));
                }
                yield result;
            }
            case JsonList list -> plain(list);
            default -> value;
        };
    }

    private static boolean isDirective(String key) {
        return key.equals(DIRECTIVE)
                || key.equals(RETAIN_KEYS)
                || key.startsWith(DELETE_FROM)
                || key.startsWith(ELEMENT_ORDER);
    }
}
