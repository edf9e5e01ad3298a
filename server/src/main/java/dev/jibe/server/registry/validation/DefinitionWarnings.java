package dev.jibe.server.registry.validation;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What authors of definitions are warned of: formats of strings that nobody looks at. */
final class DefinitionWarnings {

    private static final Set<String> FORMATS = Set.of(
            "bsonobjectid",
            "byte",
            "cidr",
            "creditcard",
            "date",
            "date-time",
            "datetime",
            "duration",
            "email",
            "hexcolor",
            "hostname",
            "ipv4",
            "ipv6",
            "isbn",
            "isbn10",
            "isbn13",
            "k8s-long-name",
            "k8s-short-name",
            "mac",
            "password",
            "rgbcolor",
            "ssn",
            "uri",
            "uuid",
            "uuid3",
            "uuid4",
            "uuid5");

    private DefinitionWarnings() {}

    static List<String> of(JsonMap spec) {
        var unknown = new TreeSet<String>();
        spec.list("versions").maps().forEach(v -> formats(v.map("schema").map("openAPIV3Schema"), unknown));
        return unknown.stream()
                .map(format -> "unrecognized format \"" + format + "\"")
                .toList();
    }

    private static void formats(JsonMap schema, Set<String> unknown) {
        var format = schema.string("format");
        boolean isKnown = switch (schema.string("type")) {
            case "", "string" -> FORMATS.contains(format);
            case "integer" -> format.equals("int32") || format.equals("int64");
            case "number" -> format.equals("float") || format.equals("double");
            default -> false;
        };
        if (!format.isEmpty() && !isKnown) {
            unknown.add(format);
        }
        for (var key : List.of("items", "additionalProperties", "not")) {
            if (schema.get(key) instanceof JsonMap inner) {
                formats(inner, unknown);
            }
        }
        schema.map("properties").forEach((name, value) -> {
            if (value instanceof JsonMap inner) {
                formats(inner, unknown);
            }
        });
        for (var key : List.of("allOf", "anyOf", "oneOf")) {
            if (schema.get(key) instanceof JsonList list) {
                list.maps().forEach(inner -> formats(inner, unknown));
            }
        }
    }
}
