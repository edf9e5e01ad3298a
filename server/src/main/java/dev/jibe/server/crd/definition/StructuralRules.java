package dev.jibe.server.crd.definition;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.server.crd.path.Place;
import dev.jibe.server.request.FieldError;
import java.util.Comparator;
import java.util.List;

/**
 * What makes a schema structural: its structure stands outside of what it says about values.
 *
 * <p>See <a href="https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema">
 * Specifying a structural schema</a>.
 */
public final class StructuralRules {

    private static final JsonList INT_OR_STRING =
            JsonList.of(JsonMap.of("type", "integer"), JsonMap.of("type", "string"));

    private final Report report = new Report();

    private StructuralRules() {}

    private enum Level {
        ROOT,
        ITEM,
        FIELD
    }

    public static List<FieldError> check(JsonMap schema, Place place) {
        var rules = new StructuralRules();
        rules.node(schema, Level.ROOT, place);
        new CompletenessRules(rules.report).values(schema, schema, place, place);
        return rules.report.errors().stream()
                .sorted(Comparator.comparing(FieldError::toString))
                .toList();
    }

    private void node(JsonMap schema, Level level, Place place) {
        var type = schema.string("type");
        if (type.equals("array") && !schema.has("items")) {
            report.required(place.at("items"), "must be specified");
        }
        if (schema.get("items") instanceof JsonMap items) {
            node(items, Level.ITEM, place.at("items"));
        }
        schema.map("properties").forEach((key, value) -> {
            if (value instanceof JsonMap map) {
                node(map, Level.FIELD, place.at("properties").key(key));
            }
        });
        if (schema.has("additionalProperties")) {
            if (level == Level.ROOT) {
                report.forbidden(place.at("additionalProperties"), "must not be used at the root");
            }
            if (schema.get("additionalProperties") instanceof JsonMap map) {
                node(map, Level.FIELD, place.at("additionalProperties"));
            }
        }
        extensions(schema, place);
        values(schema, place);
        type(schema, level, place);
        metadata(schema, level, place);
    }

    private void extensions(JsonMap schema, Place place) {
        if (!schema.bool("x-kubernetes-int-or-string")) {
            return;
        }
        for (var key : List.of("x-kubernetes-preserve-unknown-fields", "x-kubernetes-embedded-resource")) {
            if (schema.bool(key)) {
                report.invalid(place.at(key), true, "must be false if x-kubernetes-int-or-string is true");
            }
        }
    }

    private void type(JsonMap schema, Level level, Place place) {
        var type = schema.string("type");
        boolean embedded = schema.bool("x-kubernetes-embedded-resource");
        if (embedded && !type.equals("object")) {
            var detail = "must be object if x-kubernetes-embedded-resource is true";
            if (type.isEmpty()) {
                report.required(place.at("type"), detail);
            } else {
                report.invalid(place.at("type"), type, detail);
            }
        } else if (type.isEmpty()
                && !schema.bool("x-kubernetes-int-or-string")
                && !schema.bool("x-kubernetes-preserve-unknown-fields")) {
            report.required(
                    place.at("type"),
                    switch (level) {
                        case ROOT -> "must not be empty at the root";
                        case ITEM -> "must not be empty for specified array items";
                        case FIELD -> "must not be empty for specified object fields";
                    });
        }
        if (embedded && schema.has("additionalProperties")) {
            report.forbidden(
                    place.at("additionalProperties"), "must not be used if x-kubernetes-embedded-resource is set");
        }
        if (level == Level.ROOT && !type.isEmpty() && !type.equals("object")) {
            report.invalid(place.at("type"), type, "must be object at the root");
        }
    }

    private void metadata(JsonMap schema, Level level, Place place) {
        boolean embedded = schema.bool("x-kubernetes-embedded-resource");
        boolean checks = level == Level.ROOT || embedded;
        var properties = schema.map("properties");
        for (var key : List.of("kind", "apiVersion")) {
            if (checks
                    && properties.get(key) instanceof JsonMap map
                    && !map.string("type").equals("string")) {
                report.invalid(place.at("properties").key(key).at("type"), map.string("type"), "must be string");
            }
        }
        if (properties.get("metadata") instanceof JsonMap metadata) {
            var at = place.at("properties").key("metadata");
            if (checks && !metadata.string("type").equals("object")) {
                report.invalid(at.at("type"), metadata.string("type"), "must be object");
            }
            if (level == Level.ROOT && !namesOnly(metadata)) {
                report.forbidden(
                        at,
                        "must not specify anything other than name and generateName, but metadata is implicitly"
                                + " specified");
            }
        }
        if (embedded && !schema.bool("x-kubernetes-preserve-unknown-fields") && properties.isEmpty()) {
            report.required(
                    place.at("properties"),
                    "must not be empty if x-kubernetes-embedded-resource is true without"
                            + " x-kubernetes-preserve-unknown-fields");
        }
    }

    private static boolean namesOnly(JsonMap metadata) {
        var properties = metadata.map("properties");
        boolean onlyNames = properties.without("name").without("generateName").isEmpty();
        return onlyNames
                && metadata.without("type")
                        .without("default")
                        .without("properties")
                        .isEmpty();
    }

    /** What a node says of values may not say anything of structure. */
    private void values(JsonMap schema, Place place) {
        boolean intOrString = INT_OR_STRING.equals(schema.get("anyOf"));
        boolean firstIntOrString = INT_OR_STRING.equals(
                schema.list("allOf").isEmpty()
                        ? JsonList.EMPTY
                        : schema.list("allOf").map(0).list("anyOf"));
        if (!intOrString) {
            each(schema, "anyOf", place, false);
        }
        each(schema, "allOf", place, firstIntOrString);
        each(schema, "oneOf", place, false);
        if (schema.get("not") instanceof JsonMap not) {
            nested(not, place.at("not"), false);
        }
        var pattern = schema.string("pattern");
        if (!pattern.isEmpty()) {
            pattern(pattern, place.at("pattern"));
        }
    }

    private void pattern(String pattern, Place place) {
        try {
            Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            var fragment = e.getPattern() == null || e.getPattern().isEmpty() ? pattern : e.getPattern();
            report.invalid(
                    place,
                    pattern,
                    "must be a valid regular expression, but isn't: error parsing regexp: " + e.getDescription() + ": `"
                            + fragment + "`");
        }
    }

    private void each(JsonMap schema, String key, Place place, boolean skipsFirstAnyOf) {
        var schemas = schema.list(key);
        for (int i = 0; i < schemas.size(); i++) {
            nested(schemas.map(i), place.at(key).at(i), skipsFirstAnyOf && i == 0);
        }
    }

    private void nested(JsonMap schema, Place place, boolean skipsAnyOf) {
        values(skipsAnyOf ? schema.without("anyOf") : schema, place);
        if (schema.get("items") instanceof JsonMap items) {
            nested(items, place.at("items"), false);
        }
        schema.map("properties").forEach((key, value) -> {
            if (value instanceof JsonMap map) {
                nested(map, place.at("properties").key(key), false);
            }
        });
        for (var key :
                List.of("type", "title", "description", "x-kubernetes-list-map-keys", "x-kubernetes-validations")) {
            if (!schema.string(key).isEmpty() || !schema.list(key).isEmpty()) {
                report.forbidden(place.at(key), "must be empty to be structural");
            }
        }
        for (var key : List.of(
                "additionalProperties", "default", "externalDocs", "x-kubernetes-list-type", "x-kubernetes-map-type")) {
            if (schema.has(key)) {
                report.forbidden(place.at(key), "must be undefined to be structural");
            }
        }
        for (var key : List.of(
                "nullable",
                "x-kubernetes-preserve-unknown-fields",
                "x-kubernetes-embedded-resource",
                "x-kubernetes-int-or-string")) {
            if (schema.bool(key)) {
                report.forbidden(place.at(key), "must be false to be structural");
            }
        }
        if (schema.map("properties").has("metadata")) {
            report.forbidden(place.at("properties").key("metadata"), "must not be specified in a nested context");
        }
    }
}
