package dev.jibe.server.crd.definition;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.Null;
import dev.jibe.server.crd.path.Place;
import dev.jibe.server.crd.schema.Structural;
import dev.jibe.server.request.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What is required of the schema of a version. */
final class SchemaRules {

    /** With a status subresource the root says only what does not hinder to look at the status alone. */
    private static final Set<String> ALLOWED_AT_ROOT = Set.of(
            "description",
            "type",
            "format",
            "title",
            "maximum",
            "exclusiveMaximum",
            "minimum",
            "exclusiveMinimum",
            "maxLength",
            "minLength",
            "pattern",
            "maxItems",
            "minItems",
            "uniqueItems",
            "multipleOf",
            "required",
            "items",
            "properties",
            "externalDocs",
            "example",
            "x-kubernetes-preserve-unknown-fields",
            "x-kubernetes-validations");

    private static final String ALLOWED_NAMES =
            "[Description Type Format Title Maximum ExclusiveMaximum Minimum ExclusiveMinimum MaxLength MinLength Pattern"
                    + " MaxItems MinItems UniqueItems MultipleOf Required Items Properties ExternalDocs Example"
                    + " XPreserveUnknownFields XValidations]";

    private SchemaRules() {}

    /** @param old the schema before an update; empty if there was none */
    static List<FieldError> check(JsonMap schema, Place place, boolean hasStatus, JsonMap old) {
        var report = new Report();
        if (hasStatus) {
            root(schema, place, report);
        }
        if (schema.bool("nullable")) {
            report.forbidden(place.at("nullable"), "nullable cannot be true at the root");
        }
        var broken = unreadable(schema);
        boolean structural = broken.isEmpty() && isStructural(schema, place, report);
        var unsound = new OpenApiRules(report).check(schema, place);
        if (structural && !schema.equals(old)) {
            report.addAll(CelRules.check(Structural.of(schema), place, unsound));
        }
        if (report.isClean() && !broken.isEmpty()) {
            report.invalid(place, "", broken);
        }
        return report.errors();
    }

    private static boolean isStructural(JsonMap schema, Place place, Report report) {
        var wrong = StructuralRules.check(schema, place);
        var all = wrong.isEmpty() ? DefaultRules.check(Structural.of(schema), place) : wrong;
        report.addAll(all);
        return all.isEmpty();
    }

    private static void root(JsonMap schema, Place place, Report report) {
        for (int i = 0; i < schema.size(); i++) {
            var key = schema.keyAt(i);
            if (key.equals("type") && !schema.string("type").equals("object")) {
                report.invalid(
                        place.at("type"),
                        schema.string("type"),
                        "only \"object\" is allowed as the type at the root of the schema if the status subresource is"
                                + " enabled");
                return;
            }
            if (!ALLOWED_AT_ROOT.contains(key) && !isEmpty(schema.valueAt(i))) {
                report.invalid(
                        place,
                        schema,
                        "only " + ALLOWED_NAMES
                                + " fields are allowed at the root of the schema if the status subresource is enabled");
                return;
            }
        }
    }

    private static boolean isEmpty(Object value) {
        return value == Null.NULL || value.equals(false) || value.equals("");
    }

    /** Why a schema cannot be structural at all; empty if it can. Its details are told by other rules. */
    private static String unreadable(JsonMap schema) {
        for (var key : List.of("id", "additionalItems", "patternProperties", "definitions", "dependencies", "$ref")) {
            if (schema.has(key)) {
                return key + " is not supported";
            }
        }
        if (schema.get("items") instanceof JsonList) {
            return "items must be a schema object and not an array";
        }
        for (int i = 0; i < schema.size(); i++) {
            var wrong = inner(schema.keyAt(i), schema.valueAt(i));
            if (!wrong.isEmpty()) {
                return wrong;
            }
        }
        return "";
    }

    private static String inner(String key, Object value) {
        return switch (key) {
            case "properties" -> value instanceof JsonMap map ? firstWrong(values(map)) : "";
            case "items", "not", "additionalProperties" -> value instanceof JsonMap map ? unreadable(map) : "";
            case "allOf", "anyOf", "oneOf" -> value instanceof JsonList list ? firstWrong(list) : "";
            default -> "";
        };
    }

    private static JsonList values(JsonMap map) {
        var values = new ArrayList<Object>();
        map.forEach((key, value) -> values.add(value));
        return JsonList.copyOf(values);
    }

    private static String firstWrong(JsonList schemas) {
        return schemas.maps()
                .map(SchemaRules::unreadable)
                .filter(wrong -> !wrong.isEmpty())
                .findFirst()
                .orElse("");
    }
}
