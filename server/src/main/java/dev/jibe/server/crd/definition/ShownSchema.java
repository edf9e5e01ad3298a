package dev.jibe.server.crd.definition;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.Null;
import dev.jibe.object.json.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Schemas as upstream's messages show them: every field of its own struct, in order, whether there or not. */
final class ShownSchema {

    /** What a field holds: text, a truth, anything, schemas in one of their forms. */
    private enum Form {
        TEXT,
        TRUTH,
        ANY,
        SCHEMA,
        SCHEMAS,
        NAMED_SCHEMAS,
        SCHEMA_OR_LIST,
        SCHEMA_OR_TRUTH,
        DOCUMENTATION,
        RULES
    }

    private record Field(String shown, String name, Form form) {}

    private static final List<Field> FIELDS = List.of(
            new Field("ID", "id", Form.TEXT),
            new Field("Schema", "$schema", Form.TEXT),
            new Field("Ref", "$ref", Form.ANY),
            new Field("Description", "description", Form.TEXT),
            new Field("Type", "type", Form.TEXT),
            new Field("Nullable", "nullable", Form.TRUTH),
            new Field("Format", "format", Form.TEXT),
            new Field("Title", "title", Form.TEXT),
            new Field("Default", "default", Form.ANY),
            new Field("Maximum", "maximum", Form.ANY),
            new Field("ExclusiveMaximum", "exclusiveMaximum", Form.TRUTH),
            new Field("Minimum", "minimum", Form.ANY),
            new Field("ExclusiveMinimum", "exclusiveMinimum", Form.TRUTH),
            new Field("MaxLength", "maxLength", Form.ANY),
            new Field("MinLength", "minLength", Form.ANY),
            new Field("Pattern", "pattern", Form.TEXT),
            new Field("MaxItems", "maxItems", Form.ANY),
            new Field("MinItems", "minItems", Form.ANY),
            new Field("UniqueItems", "uniqueItems", Form.TRUTH),
            new Field("MultipleOf", "multipleOf", Form.ANY),
            new Field("Enum", "enum", Form.ANY),
            new Field("MaxProperties", "maxProperties", Form.ANY),
            new Field("MinProperties", "minProperties", Form.ANY),
            new Field("Required", "required", Form.ANY),
            new Field("Items", "items", Form.SCHEMA_OR_LIST),
            new Field("AllOf", "allOf", Form.SCHEMAS),
            new Field("OneOf", "oneOf", Form.SCHEMAS),
            new Field("AnyOf", "anyOf", Form.SCHEMAS),
            new Field("Not", "not", Form.SCHEMA),
            new Field("Properties", "properties", Form.NAMED_SCHEMAS),
            new Field("AdditionalProperties", "additionalProperties", Form.SCHEMA_OR_TRUTH),
            new Field("PatternProperties", "patternProperties", Form.NAMED_SCHEMAS),
            new Field("Dependencies", "dependencies", Form.ANY),
            new Field("AdditionalItems", "additionalItems", Form.SCHEMA_OR_TRUTH),
            new Field("Definitions", "definitions", Form.NAMED_SCHEMAS),
            new Field("ExternalDocs", "externalDocs", Form.DOCUMENTATION),
            new Field("Example", "example", Form.ANY),
            new Field("XPreserveUnknownFields", "x-kubernetes-preserve-unknown-fields", Form.ANY),
            new Field("XEmbeddedResource", "x-kubernetes-embedded-resource", Form.TRUTH),
            new Field("XIntOrString", "x-kubernetes-int-or-string", Form.TRUTH),
            new Field("XListMapKeys", "x-kubernetes-list-map-keys", Form.ANY),
            new Field("XListType", "x-kubernetes-list-type", Form.ANY),
            new Field("XMapType", "x-kubernetes-map-type", Form.ANY),
            new Field("XValidations", "x-kubernetes-validations", Form.RULES));

    private ShownSchema() {}

    static String text(JsonMap schema) {
        var parts = new ArrayList<String>(FIELDS.size());
        for (var field : FIELDS) {
            parts.add(Json.text(field.shown()) + ":" + value(field.form(), schema.get(field.name())));
        }
        return "{" + String.join(",", parts) + "}";
    }

    private static String value(Form form, @Nullable Object given) {
        var value = given == null ? Null.NULL : given;
        return switch (form) {
            case TEXT -> Json.text(value instanceof String ? value : "");
            case TRUTH -> String.valueOf(Boolean.TRUE.equals(value));
            case ANY -> Json.text(value);
            case SCHEMA -> value instanceof JsonMap map ? text(map) : "null";
            case SCHEMAS -> value instanceof JsonList list ? list(list, Form.SCHEMA) : "null";
            case NAMED_SCHEMAS -> value instanceof JsonMap map ? named(map) : "null";
            case SCHEMA_OR_LIST ->
                switch (value) {
                    case JsonMap map -> "{\"Schema\":" + text(map) + ",\"JSONSchemas\":null}";
                    case JsonList list -> "{\"Schema\":null,\"JSONSchemas\":" + list(list, Form.SCHEMA) + "}";
                    default -> "null";
                };
            case SCHEMA_OR_TRUTH ->
                switch (value) {
                    case JsonMap map -> "{\"Allows\":true,\"Schema\":" + text(map) + "}";
                    case Boolean allows -> "{\"Allows\":" + allows + ",\"Schema\":null}";
                    default -> "null";
                };
            case DOCUMENTATION ->
                value instanceof JsonMap map
                        ? "{\"Description\":" + Json.text(map.string("description")) + ",\"URL\":"
                                + Json.text(map.string("url")) + "}"
                        : "null";
            case RULES -> value instanceof JsonList list ? rules(list) : "null";
        };
    }

    private static String list(JsonList list, Form form) {
        return "["
                + String.join(",", list.stream().map(item -> value(form, item)).toList())
                + "]";
    }

    private static String named(JsonMap schemas) {
        var parts = new ArrayList<String>();
        for (int i = 0; i < schemas.size(); i++) {
            parts.add(Json.text(schemas.keyAt(i)) + ":" + value(Form.SCHEMA, schemas.valueAt(i)));
        }
        return "{" + String.join(",", parts) + "}";
    }

    private static String rules(JsonList rules) {
        return "["
                + String.join(
                        ",",
                        rules.maps()
                                .map(rule -> "{\"Rule\":" + Json.text(rule.string("rule"))
                                        + ",\"Message\":" + Json.text(rule.string("message"))
                                        + ",\"MessageExpression\":" + Json.text(rule.string("messageExpression"))
                                        + ",\"Reason\":" + value(Form.ANY, rule.get("reason"))
                                        + ",\"FieldPath\":" + Json.text(rule.string("fieldPath"))
                                        + ",\"OptionalOldSelf\":" + value(Form.ANY, rule.get("optionalOldSelf"))
                                        + "}")
                                .toList())
                + "]";
    }
}
