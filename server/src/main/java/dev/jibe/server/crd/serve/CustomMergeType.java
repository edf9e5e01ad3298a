package dev.jibe.server.crd.serve;

import dev.jibe.object.JsonMap;
import dev.jibe.object.ownership.MergeType;
import dev.jibe.object.ownership.MergeType.Deduced;
import dev.jibe.object.ownership.MergeType.Items;
import dev.jibe.object.ownership.MergeType.Members;
import dev.jibe.object.ownership.MergeType.Relation;
import dev.jibe.object.ownership.MergeType.Scalar;
import dev.jibe.object.ownership.StructTypes;
import dev.jibe.server.crd.schema.Embedded;
import dev.jibe.server.crd.schema.Structural;
import java.util.HashMap;
import java.util.Map;

/** A structural schema as server-side apply sees it. */
final class CustomMergeType {

    private CustomMergeType() {}

    /** The type of whole objects. */
    static MergeType of(Structural schema) {
        return new Members(() -> resource(schema), schema.preserves() ? Deduced.DEDUCED : null, false);
    }

    private static Map<String, MergeType> resource(Structural schema) {
        var fields = properties(schema);
        fields.put("apiVersion", Scalar.STRING);
        fields.put("kind", Scalar.STRING);
        fields.put("metadata", StructTypes.of(Embedded.metadataType()));
        return fields;
    }

    private static Map<String, MergeType> properties(Structural schema) {
        var fields = new HashMap<String, MergeType>();
        schema.properties().forEach((name, child) -> fields.put(name, value(child)));
        return fields;
    }

    private static MergeType value(Structural schema) {
        if (schema.intOrString()) {
            return Scalar.UNTYPED;
        }
        return switch (schema.type()) {
            case "string" -> isPlain(schema.source().string("format")) ? Scalar.STRING : Scalar.UNTYPED;
            case "integer", "number" -> Scalar.NUMERIC;
            case "boolean" -> Scalar.BOOLEAN;
            case "array" -> list(schema);
            case "object" -> object(schema);
            default -> schema.preserves() ? Deduced.DEDUCED : Deduced.WHOLE;
        };
    }

    private static boolean isPlain(String format) {
        return format.isEmpty() || format.equals("byte");
    }

    private static MergeType list(Structural schema) {
        var items = schema.items();
        var element = items == null ? Deduced.WHOLE : value(items);
        return switch (schema.listType()) {
            case "set" -> Items.set(element);
            case "map" ->
                new Items(
                        element,
                        Relation.MAP,
                        schema.listMapKeys(),
                        items == null ? JsonMap.EMPTY : keyDefaults(items, schema));
            default -> Items.atomic(element);
        };
    }

    private static JsonMap keyDefaults(Structural items, Structural list) {
        var defaults = JsonMap.EMPTY;
        for (var key : list.listMapKeys()) {
            var child = items.properties().get(key);
            var value = child == null ? null : child.defaultValue();
            defaults = value == null ? defaults : defaults.with(key, value);
        }
        return defaults;
    }

    private static MergeType object(Structural schema) {
        var additional = schema.additional();
        boolean isFree = schema.properties().isEmpty() && !schema.embedded();
        var other = additional != null
                ? value(additional)
                : isFree || schema.preserves() || schema.hasAdditional() ? Deduced.DEDUCED : null;
        return new Members(
                () -> schema.embedded() ? resource(schema) : properties(schema), other, schema.isAtomicMap());
    }
}
