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
        var path = operation.string("path");
        return switch (operation.string("op")) {
            case "add" -> add(document, pointer(path), value(operation), path);
            case "remove" -> remove(document, pointer(path), path, "remove");
            case "replace" -> replace(document, pointer(path), value(operation), path);
            case "test" -> test(document, path, operation.get("value"));
            case "move" -> {
                var from = operation.string("from");
                var moved = find(document, pointer(from));
                if (moved == null) {
                    throw missing("move", from);
                }
                yield add(remove(document, pointer(from), from, "move"), pointer(path), moved, path);
            }
            case "copy" -> {
                var from = operation.string("from");
                var copied = find(document, pointer(from));
                if (copied == null) {
                    throw missing("copy", from);
                }
                yield add(document, pointer(path), copied, path);
            }
            default -> throw new PatchException(Kind.MALFORMED, "Unexpected kind: " + operation.string("op"));
        };
    }

    /** What is to be put somewhere; as upstream takes it, none is null. */
    private static Object value(JsonMap operation) {
        var value = operation.get("value");
        return value == null ? Null.NULL : value;
    }

    private static Object test(Object document, String path, @Nullable Object expected) {
        var found = find(document, pointer(path));
        boolean equal = expected == null || expected == Null.NULL
                ? found == null || found == Null.NULL
                : expected.equals(found);
        if (!equal) {
            throw new PatchException(Kind.DOES_NOT_APPLY, "testing value " + path + " failed: test failed");
        }
        return document;
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

    private static Object add(Object document, List<String> pointer, Object value, String path) {
        if (pointer.isEmpty()) {
            return value;
        }
        return change(document, pointer, path, "add", (parent, token) -> switch (parent) {
            case JsonMap map -> map.with(token, value);
            case JsonList list -> {
                int index = token.equals("-") ? list.size() : index(token, list.size() + 1);
                if (index < 0 || index > list.size()) {
                    throw new PatchException(
                            Kind.DOES_NOT_APPLY,
                            "add operation does not apply: doc is missing path: \"" + path
                                    + "\": Unable to access invalid index: " + token + ": invalid index referenced");
                }
                yield list.insert(index, value);
            }
            default -> throw missing("add", path);
        });
    }

    private static Object replace(Object document, List<String> pointer, Object value, String path) {
        if (pointer.isEmpty()) {
            return value;
        }
        return change(document, pointer, path, "replace", (parent, token) -> switch (parent) {
            // Upstream takes a key that is not there for one without a value.
            case JsonMap map -> map.with(token, value);
            case JsonList list when element(list, token) != null -> list.set(index(token, list.size()), value);
            default -> throw missingKey("replace", path);
        });
    }

    private static Object remove(Object document, List<String> pointer, String path, String operation) {
        if (pointer.isEmpty()) {
            throw missing(operation, path);
        }
        return change(document, pointer, path, operation, (parent, token) -> switch (parent) {
            case JsonMap map when map.has(token) -> map.without(token);
            case JsonList list when element(list, token) != null -> list.remove(index(token, list.size()));
            default -> throw missingKey(operation, path);
        });
    }

    private interface Edit {
        Object apply(Object parent, String lastToken);
    }

    private static Object change(Object at, List<String> pointer, String path, String operation, Edit edit) {
        var token = pointer.getFirst();
        if (pointer.size() == 1) {
            return edit.apply(at, token);
        }
        var rest = pointer.subList(1, pointer.size());
        return switch (at) {
            case JsonMap map
            when map.has(token) -> {
                var inner = Objects.requireNonNull(map.get(token));
                yield map.with(token, change(inner, rest, path, operation, edit));
            }
            case JsonList list
            when element(list, token) != null -> {
                int index = index(token, list.size());
                yield list.set(index, change(list.get(index), rest, path, operation, edit));
            }
            default -> throw missing(operation, path);
        };
    }

    private static PatchException missing(String operation, String path) {
        return new PatchException(
                Kind.DOES_NOT_APPLY,
                operation + " operation does not apply: doc is missing path: " + Json.text(path) + ": missing value");
    }

    private static PatchException missingKey(String operation, String path) {
        return new PatchException(
                Kind.DOES_NOT_APPLY,
                operation + " operation does not apply: doc is missing key: " + path + ": missing value");
    }
}
