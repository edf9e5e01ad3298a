package dev.jibe.server.crd.rules;

import dev.jibe.object.JsonMap;
import dev.jibe.server.cel.Decl;
import dev.jibe.server.cel.Limits;
import dev.jibe.server.cel.Names;
import dev.jibe.server.crd.schema.Structural;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/** The types of a schema's nodes as expressions see them. */
public final class RuleTypes {

    private static final long LARGEST_STRING = Limits.MAX_REQUEST_BYTES - 2;

    private RuleTypes() {}

    /**
     * The type of a node, or null if expressions cannot look at it.
     *
     * @param isResource whether it is a whole object, with a kind and metadata
     * @param name of the type, if it is one with fields
     */
    public static @Nullable Decl of(Structural schema, boolean isResource, String name) {
        if (schema.intOrString()) {
            return Decl.DYN;
        }
        return switch (schema.type()) {
            case "array" -> list(schema, name);
            case "object" -> object(schema, isResource, name);
            case "string" -> string(schema);
            case "boolean" -> Decl.BOOL;
            case "number" -> Decl.DOUBLE;
            case "integer" -> Decl.INT;
            default -> null;
        };
    }

    private static long limit(Structural schema, String key, long otherwise) {
        return schema.source().get(key) instanceof Number number ? Math.max(0, number.longValue()) : otherwise;
    }

    private static @Nullable Decl list(Structural schema, String name) {
        var items = schema.items();
        var element = items == null ? null : of(items, items.embedded(), name + ".@items");
        if (element == null) {
            return null;
        }
        long most = (Limits.MAX_REQUEST_BYTES - 2) / (element.minBytes() + 1);
        return new Decl.ListOf(element, limit(schema, "maxItems", most), schema.listType(), schema.listMapKeys());
    }

    private static @Nullable Decl object(Structural schema, boolean isResource, String name) {
        var additional = schema.additional();
        if (additional != null) {
            var value = of(additional, additional.embedded(), name + ".@values");
            if (value == null) {
                return null;
            }
            long most = (Limits.MAX_REQUEST_BYTES - 2) / (value.minBytes() + 6);
            return new Decl.MapOf(value, limit(schema, "maxProperties", most));
        }
        var fields = new LinkedHashMap<String, Decl.Property>();
        long minBytes = 2;
        for (var property : schema.properties().entrySet()) {
            var key = property.getKey();
            var child = property.getValue();
            var decl = of(child, child.embedded(), name + "." + key);
            if (decl == null || (isResource && Structural.isMeta(key))) {
                continue;
            }
            Names.escape(key).ifPresent(escaped -> fields.put(escaped, new Decl.Property(key, decl)));
            boolean isRequired = schema.source().list("required").stream().anyMatch(key::equals);
            if (isRequired && child.defaultValue() == null) {
                minBytes += key.length() + decl.minBytes() + 4;
            }
        }
        if (isResource) {
            addMeta(fields, name);
        }
        return new Decl.ObjectOf(name, fields, minBytes);
    }

    /** What every object has, and rules may look at: its kind, and of metadata the names. */
    private static void addMeta(LinkedHashMap<String, Decl.Property> fields, String name) {
        var text = new Decl.Scalar(Decl.Kind.STRING, LARGEST_STRING, 2);
        var metadata = new LinkedHashMap<String, Decl.Property>();
        metadata.put("name", new Decl.Property("name", text));
        metadata.put("generateName", new Decl.Property("generateName", text));
        fields.put("apiVersion", new Decl.Property("apiVersion", text));
        fields.put("kind", new Decl.Property("kind", text));
        fields.put("metadata", new Decl.Property("metadata", new Decl.ObjectOf(name + ".metadata", metadata, 2)));
    }

    private static Decl string(Structural schema) {
        return switch (schema.source().string("format")) {
            case "byte" -> new Decl.Scalar(Decl.Kind.BYTES, limit(schema, "maxLength", LARGEST_STRING), 2);
            case "duration" -> new Decl.Scalar(Decl.Kind.DURATION, 32, 3);
            case "date" -> new Decl.Scalar(Decl.Kind.TIMESTAMP, 12, 12);
            case "date-time" -> new Decl.Scalar(Decl.Kind.TIMESTAMP, 38, 21);
            default -> new Decl.Scalar(Decl.Kind.STRING, longest(schema.source()), 2);
        };
    }

    /** In bytes; a character may take four. */
    private static long longest(JsonMap schema) {
        if (schema.get("maxLength") instanceof Number number) {
            return Math.max(0, number.longValue()) * 4;
        }
        var values = schema.list("enum");
        return values.isEmpty()
                ? LARGEST_STRING
                : values.strings().mapToLong(String::length).max().orElse(LARGEST_STRING);
    }
}
