package dev.jibe.server.crd.schema;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.Null;
import dev.jibe.server.request.FieldError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Validates a value against a schema, with upstream's messages.
 *
 * <p>What was wrong before and has not changed is let pass; see <a
 * href="https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation-ratcheting">
 * Validation ratcheting</a>.
 */
public final class SchemaCheck {

    private SchemaCheck() {}

    /** What is wrong with a new object. */
    public static List<FieldError> check(JsonMap object, Structural schema) {
        return errors(value(object, schema, "", null), "");
    }

    /** What is wrong with a changed object, and was not before. */
    public static List<FieldError> checkUpdate(JsonMap object, JsonMap old, Structural schema) {
        return errors(value(object, schema, "", old), "");
    }

    /** What is wrong with a changed status, and was not before: nothing else is looked at. */
    public static List<FieldError> checkStatus(JsonMap object, JsonMap old, Structural schema) {
        var status = object.get("status");
        var known = schema.properties().get("status");
        return status == null || known == null
                ? List.of()
                : errors(value(status, known, "", old.get("status")), "status");
    }

    /** What is wrong with a default, which stands at the base. */
    public static List<FieldError> checkDefault(Object value, Structural schema, String base) {
        return errors(value(value, schema, "", null), base);
    }

    private static List<FieldError> errors(Outcome outcome, String base) {
        return outcome.isValid()
                ? List.of()
                : outcome.failures().stream().map(f -> f.at(base)).toList();
    }

    /** @param old the value before the change; null if there is none that could be compared */
    static Outcome value(Object value, Structural schema, String path, @Nullable Object old) {
        var outcome = new Outcome();
        TypeCheck.check(value, schema, path, outcome);
        if (value == Null.NULL) {
            ScalarCheck.enumeration(value, schema.values(), path, outcome);
            return outcome.count();
        }
        junctors(value, schema, path, outcome);
        switch (value) {
            case String text -> ScalarCheck.string(text, schema.values(), path, outcome);
            case Number number -> ScalarCheck.number(number, schema, path, outcome);
            case JsonList list -> list(list, schema, path, old instanceof JsonList before ? before : null, outcome);
            default -> {
                // Booleans have only a type, objects are looked at below.
            }
        }
        ScalarCheck.enumeration(value, schema.values(), path, outcome);
        if (value instanceof JsonMap map) {
            map(map, schema, path, old instanceof JsonMap before ? before : null, outcome);
        }
        outcome.count();
        if (!outcome.isValid() && old != null && value.equals(old)) {
            outcome.forget();
        }
        return outcome;
    }

    private static void list(JsonList list, Structural schema, String path, @Nullable JsonList old, Outcome outcome) {
        var items = schema.items();
        if (items != null) {
            var before = old == null || !schema.isMapList() ? null : MapItems.of(old, schema);
            for (int i = 0; i < list.size(); i++) {
                var item = list.get(i);
                outcome.merge(value(item, items, path + "[" + i + "]", before == null ? null : before.matching(item)));
            }
        }
        var values = schema.values();
        long size = list.size();
        if (values.minItems().isPresent() && size < values.minItems().getAsLong()) {
            outcome.add(Failure.of(
                    Failure.Kind.INVALID,
                    path,
                    size,
                    path + " in body should have at least " + values.minItems().getAsLong() + " items"));
        }
        if (values.maxItems().isPresent() && size > values.maxItems().getAsLong()) {
            long most = values.maxItems().getAsLong();
            outcome.add(new Failure(
                    Failure.Kind.TOO_MANY,
                    path,
                    size,
                    path + " in body should have at most " + most + " items",
                    most,
                    JsonList.EMPTY));
        }
        if (values.uniqueItems() && list.stream().distinct().count() < size) {
            outcome.add(Failure.of(Failure.Kind.INVALID, path, "", path + " in body shouldn't contain duplicates"));
        }
        outcome.count().count();
    }

    private static void map(JsonMap map, Structural schema, String path, @Nullable JsonMap old, Outcome outcome) {
        var values = schema.values();
        long size = map.size();
        outcome.count();
        if (values.minProperties().isPresent() && size < values.minProperties().getAsLong()) {
            long least = values.minProperties().getAsLong();
            outcome.add(Failure.of(
                    Failure.Kind.INVALID, path, size, path + " in body should have at least " + least + " properties"));
        }
        if (values.maxProperties().isPresent() && size > values.maxProperties().getAsLong()) {
            long most = values.maxProperties().getAsLong();
            outcome.add(new Failure(
                    Failure.Kind.TOO_MANY,
                    path,
                    size,
                    path + " in body should have at most " + most + " properties",
                    most,
                    JsonList.EMPTY));
        }
        var before = old == null || schema.isAtomicMap() ? JsonMap.EMPTY : old;
        additional(map, schema, path, before, outcome);
        for (var property : schema.properties().entrySet()) {
            var key = property.getKey();
            var child = map.get(key);
            if (child != null) {
                outcome.merge(
                        value(child, property.getValue(), path.isEmpty() ? key : path + "." + key, before.get(key)));
            }
        }
        for (var key : values.required()) {
            if (!map.has(key)) {
                var name = path + "." + key;
                outcome.add(Failure.of(Failure.Kind.REQUIRED, name, null, name + " in body is required"));
            }
        }
    }

    private static void additional(JsonMap map, Structural schema, String path, JsonMap old, Outcome outcome) {
        var additional = schema.additional();
        boolean forbidden = Boolean.FALSE.equals(schema.source().get("additionalProperties"));
        if (additional == null && !forbidden) {
            return;
        }
        for (int i = 0; i < map.size(); i++) {
            var key = map.keyAt(i);
            if (schema.properties().containsKey(key)) {
                continue;
            }
            if (additional != null) {
                outcome.merge(value(map.valueAt(i), additional, path + "." + key, old.get(key)));
            } else {
                outcome.add(Failure.of(
                        Failure.Kind.INVALID, path, key, path + "." + key + " in body is a forbidden property"));
            }
        }
    }

    private static void junctors(Object value, Structural schema, String path, Outcome outcome) {
        var values = schema.values();
        if (!values.anyOf().isEmpty()) {
            Junctors.anyOf(value, values.anyOf(), path, outcome);
        }
        if (!values.oneOf().isEmpty()) {
            Junctors.oneOf(value, values.oneOf(), path, outcome);
        }
        if (!values.allOf().isEmpty()) {
            Junctors.allOf(value, values.allOf(), path, outcome);
        }
        var not = values.not();
        if (not != null && value(value, not, path, null).isValid()) {
            outcome.add(Failure.composite("\"" + path + "\" must not validate the schema (not)"));
        }
        outcome.count().count();
    }
}
