package dev.jibe.server.registry;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.Null;
import dev.jibe.object.patch.JsonPatch;
import dev.jibe.object.typing.GoKind;
import dev.jibe.server.request.ApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The form of a JSON patch: a list of operations, each with its few fields, in upstream's words. */
final class PatchOperations {

    private static final List<String> TEXTS = List.of("from", "op", "path");
    private static final Set<String> FIELDS = Set.of("from", "op", "path", "value");

    private PatchOperations() {}

    /**
     * What is in operations that has no meaning there.
     *
     * @param strict whether it is asked for at all; if not, less is looked at
     * @throws ApiException if the value is no patch
     */
    static List<String> complaints(Object value, boolean strict) {
        var prefix = strict ? "error decoding patch: " : "";
        var complaints = new ArrayList<String>();
        var operations = list(value, prefix, strict ? "[]handlers.jsonPatchOp" : "jsonpatch.Patch");
        for (int i = 0; i < operations.size(); i++) {
            switch (operations.get(i)) {
                case JsonMap operation -> {
                    if (strict) {
                        look(operation, i, complaints);
                    }
                }
                case Null nothing -> {}
                case Object other ->
                    throw wrong(
                            prefix,
                            other,
                            "value of type " + (strict ? "handlers.jsonPatchOp" : "jsonpatch.Operation"));
            }
        }
        if (operations.size() > JsonPatch.MAX_OPERATIONS) {
            throw ApiException.of(
                    413,
                    "RequestEntityTooLarge",
                    "Request entity too large: The allowed maximum operations in a JSON patch is "
                            + JsonPatch.MAX_OPERATIONS + ", got " + operations.size());
        }
        return complaints;
    }

    static JsonList list(Object value) {
        return value instanceof JsonList operations ? operations : JsonList.EMPTY;
    }

    private static JsonList list(Object value, String prefix, String type) {
        if (value instanceof JsonList || value == Null.NULL) {
            return list(value);
        }
        throw wrong(prefix, value, "value of type " + type);
    }

    private static void look(JsonMap operation, int number, List<String> complaints) {
        for (var field : TEXTS) {
            var value = operation.get(field);
            if (value != null && value != Null.NULL && !(value instanceof String)) {
                throw wrong("error decoding patch: ", value, "struct field jsonPatchOp." + field + " of type string");
            }
        }
        for (int i = 0; i < operation.size(); i++) {
            if (!FIELDS.contains(operation.keyAt(i))) {
                complaints.add("json patch unknown field \"[" + number + "]." + operation.keyAt(i) + "\"");
            }
        }
    }

    private static ApiException wrong(String prefix, Object value, String wanted) {
        return ApiException.badRequest(prefix + "json: cannot unmarshal " + GoKind.of(value) + " into Go " + wanted);
    }
}
