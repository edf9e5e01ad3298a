package dev.jibe.server.admission.expression;

import dev.jibe.object.schema.Field;
import dev.jibe.object.schema.FieldType;
import dev.jibe.object.schema.FieldType.ListOf;
import dev.jibe.object.schema.FieldType.MapOf;
import dev.jibe.object.schema.FieldType.Ref;
import dev.jibe.object.schema.FieldType.Scalar;
import dev.jibe.object.schema.StructType;
import dev.jibe.server.cel.Decl;
import dev.jibe.server.cel.Limits;
import dev.jibe.server.cel.Names;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Types of built-in objects as expressions see them. */
public final class TypeDecls {

    /** Deeper than this types of types repeat themselves. */
    private static final int MAX_DEPTH = 24;

    private final Map<String, Decl> known = new HashMap<>();

    private TypeDecls() {}

    public static Decl of(StructType type) {
        return new TypeDecls().struct(type, 0);
    }

    private Decl struct(StructType type, int depth) {
        if (type.form() != StructType.Form.OBJECT || depth > MAX_DEPTH) {
            return Decl.DYN;
        }
        var before = known.get(type.name());
        if (before != null) {
            return before;
        }
        // A type that contains itself is anything from there on.
        known.put(type.name(), Decl.DYN);
        var properties = new LinkedHashMap<String, Decl.Property>();
        for (Field field : type.fields()) {
            var decl = of(field.type(), depth + 1);
            Names.escape(field.name()).ifPresent(name -> properties.put(name, new Decl.Property(field.name(), decl)));
        }
        var decl = new Decl.ObjectOf(type.name(), properties, 2);
        known.put(type.name(), decl);
        return decl;
    }

    private Decl of(FieldType type, int depth) {
        return switch (type) {
            case Ref(StructType struct) -> struct(struct, depth);
            case ListOf list -> new Decl.ListOf(of(list.element(), depth), Limits.MAX_REQUEST_BYTES / 3, "", List.of());
            case MapOf(FieldType value) -> new Decl.MapOf(of(value, depth), Limits.MAX_REQUEST_BYTES / 6);
            case Scalar scalar ->
                switch (scalar) {
                    case STRING, DURATION -> RequestTypes.STRING;
                    case BOOL -> Decl.BOOL;
                    case INT32, INT64 -> Decl.INT;
                    case DOUBLE -> Decl.DOUBLE;
                    case BYTES -> new Decl.Scalar(Decl.Kind.BYTES, Limits.MAX_REQUEST_BYTES - 2, 2);
                    case TIME, MICRO_TIME -> new Decl.Scalar(Decl.Kind.TIMESTAMP, 38, 21);
                    case QUANTITY, INT_OR_STRING, RAW, FIELDS_V1 -> Decl.DYN;
                };
        };
    }
}
