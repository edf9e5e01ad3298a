package dev.jibe.object.patch;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.Null;
import dev.jibe.object.json.Json;
import dev.jibe.object.patch.PatchException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** JSON Patch, <a href="https://www.rfc-editor.org/rfc/rfc6902">RFC 6902</a>. */
public final class JsonPatch {

    /** Upstream's bound on the operations of one patch. */
    public static final int MAX_OPERATIONS = 10_000;

    /** What is below something that no document has. */
    private static final List<String> NOWHERE = List.of("\0", "\0");

    private JsonPatch() {}

    public static JsonMap apply(JsonMap object, JsonList patch) {
        Object result = object;
        for (var operation : patch) {
            if (!(operation instanceof JsonMap map)) {
                throw new PatchException(Kind.MALFORMED, "a patch operation must be an object");
            }
            result = apply(result, map);
        }
        if (!(result instanceof JsonMap map)) {
            throw new PatchException(Kind.DOES_NOT_APPLY, "the patched document is not an object");
        }
        return map;
    }

    private static Object apply(Object document, JsonMap operation) {
        return switch (operation.get("op") instanceof String op ? op : "unknown") {
            case "add" -> {
                var path = place(operation, "path", "add");
                var missing = "add operation does not apply: doc is missing path: " + Json.text(path);
                yield add(document, path, value(operation), missing);
            }
            case "remove" -> remove(document, place(operation, "path", "remove"), "remove");
            case "replace" -> replace(document, place(operation, "path", "replace"), value(operation));
            case "test" -> test(document, place(operation, "path", "test"), operation.get("value"));
            case "move" -> {
                var from = place(operation, "from", "move");
                var moved = taken(document, from, "move");
                yield moved(remove(document, from, "move"), operation, moved, "move");
            }
            case "copy" -> {
                var copied = taken(document, place(operation, "from", "copy"), "copy");
                yield moved(document, operation, copied, "copy");
            }
            case String other -> throw new PatchException(Kind.MALFORMED, "Unexpected kind: " + other);
        };
    }

    /** A pointer of an operation, which has to be there. */
    private static String place(JsonMap operation, String field, String kind) {
        if (operation.get(field) instanceof String path) {
            return path;
        }
        throw new PatchException(
                Kind.MALFORMED,
                kind + " operation failed to decode " + field + ": operation missing " + field
                        + " field: missing value");
    }

    /** What is to be put somewhere; as upstream takes it, none is null. */
    private static Object value(JsonMap operation) {
        var value = operation.get("value");
        return value == null ? Null.NULL : value;
    }

    /** What stands somewhere; a key that is not there is null, but a place that is none is a mistake. */
    private static Object taken(Object document, String from, String kind) {
        var parent = parent(document, from, kind + " operation does not apply: doc is missing from path: ");
        return got(parent, last(from), "error in " + kind + " for path: '" + from + "': ");
    }

    private static Object moved(Object document, JsonMap operation, Object value, String kind) {
        var path = place(operation, "path", kind);
        return add(document, path, value, kind + " operation does not apply: doc is missing destination path: " + path);
    }

    private static Object test(Object document, String path, @Nullable Object expected) {
        var found = path.isEmpty()
                ? document
                : got(
                        parent(document, path, "test operation does not apply: is missing path: "),
                        last(path),
                        "error in test for path: '" + path + "': ");
        if (!found.equals(expected == null ? Null.NULL : expected)) {
            throw new PatchException(Kind.TEST_FAILED, "testing value " + path + " failed: test failed");
        }
        return document;
    }

    private static Object parent(Object document, String path, String missing) {
        var pointer = pointer(path);
        var found = pointer.isEmpty() ? null : find(document, pointer.subList(0, pointer.size() - 1));
        if (found instanceof JsonMap || found instanceof JsonList) {
            return found;
        }
        throw new PatchException(Kind.DOES_NOT_APPLY, missing + path + ": missing value");
    }

    private static String last(String path) {
        return pointer(path).getLast();
    }

    private static Object got(Object parent, String key, String wrong) {
        var found = parent instanceof JsonList list ? element(list, key) : ((JsonMap) parent).get(key);
        if (found == null && parent instanceof JsonList) {
            throw new PatchException(
                    Kind.DOES_NOT_APPLY,
                    wrong + "Unable to access invalid index: " + key + ": invalid index referenced");
        }
        return found == null ? Null.NULL : found;
    }

    private static List<String> pointer(String path) {
        var tokens = new ArrayList<String>();
        if (path.isEmpty()) {
            return tokens;
        }
        // As upstream reads it: what stands before the first slash does not count, and without one there is no place.
        int slash = path.indexOf('/');
        if (slash < 0) {
            return NOWHERE;
        }
        for (var token : path.substring(slash + 1).split("/", -1)) {
            tokens.add(token.replace("~1", "/").replace("~0", "~"));
        }
        return tokens;
    }

    private static @Nullable Object find(Object document, List<String> pointer) {
        Object at = document;
        for (var token : pointer) {
            at = switch (at) {
                case JsonMap map -> map.get(token);
                case JsonList list -> element(list, token);
                case null, default -> null;
            };
        }
        return at;
    }

    private static @Nullable Object element(JsonList list, String token) {
        int index = index(token, list.size());
        return index < 0 || index >= list.size() ? null : list.get(index);
    }

    /** The index that a token names, counted from the end if negative; -1 if it names none. */
    private static int index(String token, int size) {
        try {
            int index = Integer.parseInt(token);
            return index < 0 ? index + size : index;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private static Object add(Object document, String path, Object value, String missing) {
        return change(document, pointer(path), missing, (parent, token) -> switch (parent) {
            case JsonMap map -> map.with(token, value);
            case JsonList list -> {
                int index = token.equals("-") ? list.size() : index(token, list.size() + 1);
                if (index < 0 || index > list.size()) {
                    throw new PatchException(
                            Kind.DOES_NOT_APPLY,
                            "error in add for path: '" + path + "': Unable to access invalid index: " + token
                                    + ": invalid index referenced");
                }
                yield list.insert(index, value);
            }
            default -> null;
        });
    }

    private static Object replace(Object document, String path, Object value) {
        if (path.isEmpty()) {
            return value;
        }
        var missing = "replace operation does not apply: doc is missing path: " + path;
        return change(document, pointer(path), missing, (parent, token) -> switch (parent) {
            // Upstream takes a key that is not there for one without a value.
            case JsonMap map -> map.with(token, value);
            case JsonList list when element(list, token) != null -> list.set(index(token, list.size()), value);
            case JsonList _ -> throw missing("replace operation does not apply: doc is missing key: " + path);
            default -> null;
        });
    }

    private static Object remove(Object document, String path, String operation) {
        var missing = operation + " operation does not apply: doc is missing path: " + Json.text(path);
        return change(document, pointer(path), missing, (parent, token) -> switch (parent) {
            case JsonMap map when map.has(token) -> map.without(token);
            case JsonList list when element(list, token) != null -> list.remove(index(token, list.size()));
            case JsonMap _, JsonList _ ->
                throw missing("error in " + operation + " for path: '" + path + "': Unable to remove nonexistent key: "
                        + token);
            default -> null;
        });
    }

    /** What becomes of a container; null if it is none. */
    private interface Edit {
        @Nullable
        Object apply(Object parent, String lastToken);
    }

    private static Object change(Object at, List<String> pointer, String missing, Edit edit) {
        if (pointer.isEmpty()) {
            throw missing(missing);
        }
        var token = pointer.getFirst();
        if (pointer.size() == 1) {
            var changed = edit.apply(at, token);
            if (changed == null) {
                throw missing(missing);
            }
            return changed;
        }
        var rest = pointer.subList(1, pointer.size());
        return switch (at) {
            case JsonMap map
            when map.has(token) -> {
                var inner = Objects.requireNonNull(map.get(token));
                yield map.with(token, change(inner, rest, missing, edit));
            }
            case JsonList list
            when element(list, token) != null -> {
                int index = index(token, list.size());
                yield list.set(index, change(list.get(index), rest, missing, edit));
            }
            default -> throw missing(missing);
        };
    }

    private static PatchException missing(String what) {
        return new PatchException(Kind.DOES_NOT_APPLY, what + ": missing value");
    }
}
