package dev.jibe.server.crd.serve;

import dev.jibe.object.JsonMap;
import dev.jibe.object.Null;
import dev.jibe.object.typing.GoFormat;
import dev.jibe.server.registry.ScalePaths;
import dev.jibe.server.request.FieldError;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is required of the fields behind a scale subresource. */
final class ReplicaRules {

    private ReplicaRules() {}

    static List<FieldError> spec(JsonMap object, @Nullable ScalePaths scale) {
        return scale == null ? List.of() : count(object, scale.specReplicas());
    }

    static List<FieldError> status(JsonMap object, @Nullable ScalePaths scale) {
        if (scale == null) {
            return List.of();
        }
        var errors = new ArrayList<>(count(object, scale.statusReplicas()));
        if (!scale.selector().isEmpty()) {
            errors.addAll(selector(object, scale.selector()));
        }
        return errors;
    }

    private static List<FieldError> selector(JsonMap object, List<String> keys) {
        var blocked = blocked(object, keys, "");
        var value = object.at(keys.toArray(String[]::new));
        return !blocked.isEmpty() || value == null || value instanceof String
                ? blocked
                : List.of(FieldError.invalid(path(keys), "", accessorError(keys, value, "string")));
    }

    /** What stands in the way to a field, where a map should be; empty if nothing does. */
    private static List<FieldError> blocked(JsonMap object, List<String> keys, Object zero) {
        @Nullable Object value = object;
        for (int i = 0; i < keys.size(); i++) {
            if (value == null || value == Null.NULL) {
                return List.of();
            }
            if (!(value instanceof JsonMap map)) {
                var error = accessorError(keys.subList(0, i + 1), value, "map[string]interface{}");
                return List.of(FieldError.invalid(path(keys), zero, error));
            }
            value = map.get(keys.get(i));
        }
        return List.of();
    }

    private static List<FieldError> count(JsonMap object, List<String> keys) {
        var blocked = blocked(object, keys, 0L);
        if (!blocked.isEmpty()) {
            return blocked;
        }
        var value = object.at(keys.toArray(String[]::new));
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof Long count)) {
            return List.of(FieldError.invalid(path(keys), 0L, accessorError(keys, value, "int64")));
        }
        if (count < 0) {
            return List.of(FieldError.invalid(path(keys), count, "should be a non-negative integer"));
        }
        return count > Integer.MAX_VALUE
                ? List.of(FieldError.invalid(path(keys), count, "should be less than or equal to " + Integer.MAX_VALUE))
                : List.of();
    }

    private static String path(List<String> keys) {
        return "." + String.join(".", keys);
    }

    private static String accessorError(List<String> keys, Object value, String wanted) {
        var found = switch (value) {
            case String _ -> "string";
            case Long _ -> "int64";
            case Double _ -> "float64";
            case Boolean _ -> "bool";
            case Null _ -> "<nil>";
            case JsonMap _ -> "map[string]interface {}";
            default -> "[]interface {}";
        };
        return path(keys) + " accessor error: " + GoFormat.plain(value) + " is of the type " + found + ", expected "
                + wanted;
    }
}
