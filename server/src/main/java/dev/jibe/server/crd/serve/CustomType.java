package dev.jibe.server.crd.serve;

import dev.jibe.object.schema.Field;
import dev.jibe.object.schema.FieldType;
import dev.jibe.object.schema.FieldType.ListOf;
import dev.jibe.object.schema.FieldType.MapOf;
import dev.jibe.object.schema.FieldType.Ref;
import dev.jibe.object.schema.FieldType.Scalar;
import dev.jibe.object.schema.ListType;
import dev.jibe.object.schema.MapType;
import dev.jibe.object.schema.StructType;
import dev.jibe.server.crd.schema.Embedded;
import dev.jibe.server.crd.schema.Structural;
import java.util.ArrayList;
import java.util.List;

/** The schema of a version as the type that built-in kinds have too, for whatever compares and merges by type. */
final class CustomType {

    private CustomType() {}

    static StructType of(Definition definition, VersionDefinition version) {
        var name = definition.group() + "." + version.name() + "." + definition.kind();
        var fields = new ArrayList<Field>();
        fields.add(Field.of("apiVersion", Scalar.STRING));
        fields.add(Field.of("kind", Scalar.STRING));
        fields.add(Field.of("metadata", new Ref(Embedded.metadataType())));
        version.schema().properties().forEach((key, child) -> {
            if (!Structural.isMeta(key)) {
                fields.add(field(key, child, name));
            }
        });
        return StructType.of(name, fields);
    }

    private static Field field(String key, Structural schema, String owner) {
        return new Field(
                key,
                0,
                type(schema, owner + "." + key),
                false,
                false,
                true,
                true,
                "",
                "",
                switch (schema.listType()) {
                    case "map" -> ListType.MAP;
                    case "set" -> ListType.SET;
                    default -> ListType.ATOMIC;
                },
                schema.listMapKeys(),
                schema.isAtomicMap() ? MapType.ATOMIC : MapType.GRANULAR,
                schema.defaultValue(),
                List.of());
    }

    private static FieldType type(Structural schema, String name) {
        if (schema.preserves() || schema.intOrString()) {
            return schema.intOrString() ? Scalar.INT_OR_STRING : Scalar.RAW;
        }
        var items = schema.items();
        var additional = schema.additional();
        return switch (schema.type()) {
            case "string" -> Scalar.STRING;
            case "integer" -> Scalar.INT64;
            case "number" -> Scalar.DOUBLE;
            case "boolean" -> Scalar.BOOL;
            case "array" -> items == null ? Scalar.RAW : new ListOf(type(items, name));
            case "object" ->
                additional != null && schema.properties().isEmpty()
                        ? new MapOf(type(additional, name))
                        : struct(schema, name);
            default -> Scalar.RAW;
        };
    }

    private static FieldType struct(Structural schema, String name) {
        var fields = new ArrayList<Field>();
        schema.properties().forEach((key, child) -> fields.add(field(key, child, name)));
        if (schema.embedded()) {
            fields.removeIf(field -> Structural.isMeta(field.name()));
            fields.add(Field.of("apiVersion", Scalar.STRING));
            fields.add(Field.of("kind", Scalar.STRING));
            fields.add(Field.of("metadata", new Ref(Embedded.metadataType())));
        }
        return new Ref(StructType.of(name, fields));
    }
}
