package dev.jibe.object.ownership;

import dev.jibe.object.JsonMap;
import dev.jibe.object.ownership.MergeType.Deduced;
import dev.jibe.object.ownership.MergeType.Items;
import dev.jibe.object.ownership.MergeType.Members;
import dev.jibe.object.ownership.MergeType.Relation;
import dev.jibe.object.ownership.MergeType.Scalar;
import dev.jibe.object.schema.Field;
import dev.jibe.object.schema.FieldType;
import dev.jibe.object.schema.FieldType.ListOf;
import dev.jibe.object.schema.FieldType.MapOf;
import dev.jibe.object.schema.FieldType.Ref;
import dev.jibe.object.schema.ListType;
import dev.jibe.object.schema.MapType;
import dev.jibe.object.schema.StructType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The merge types of structs, each made when it is first needed. */
public final class StructTypes {

    private static final Map<StructType, Members> STRUCTS = new ConcurrentHashMap<>();
    private static final Map<StructType, Members> KINDS = new ConcurrentHashMap<>();

    private StructTypes() {}

    /** The type of whole objects of a kind. */
    public static MergeType ofKind(StructType type) {
        return KINDS.computeIfAbsent(type, made -> new Members(() -> envelope(made), null, false));
    }

    private static Map<String, MergeType> envelope(StructType type) {
        var fields = new HashMap<>(fields(type));
        fields.put("apiVersion", Scalar.STRING);
        fields.put("kind", Scalar.STRING);
        return fields;
    }

    public static MergeType of(StructType type) {
        if (type.form() != StructType.Form.OBJECT) {
            return Deduced.WHOLE;
        }
        return STRUCTS.computeIfAbsent(type, made -> new Members(() -> fields(made), null, made.atomic()));
    }

    private static Map<String, MergeType> fields(StructType type) {
        var fields = new HashMap<String, MergeType>();
        type.fields().forEach(field -> fields.put(field.name(), of(field)));
        return fields;
    }

    private static MergeType of(Field field) {
        boolean atomic = field.mapType() == MapType.ATOMIC;
        if (field.name().equals("claimRef") && field.type() instanceof Ref(StructType struct)) {
            // The one field that sees a type as granular that is atomic everywhere else.
            return new Members(() -> fields(struct), null, false);
        }
        return switch (field.type()) {
            case Ref(StructType struct)
            when atomic && struct.form() == StructType.Form.OBJECT -> new Members(() -> fields(struct), null, true);
            case MapOf(FieldType value) when atomic -> Members.map(of(value), true);
            case ListOf(FieldType element, boolean ignored)
            when field.listType() == ListType.SET -> Items.set(of(element));
            case ListOf(FieldType element, boolean ignored)
            when field.listType() == ListType.MAP ->
                new Items(of(element), Relation.MAP, field.listMapKeys(), keyDefaults(element, field.listMapKeys()));
            default -> of(field.type());
        };
    }

    private static JsonMap keyDefaults(FieldType element, List<String> keys) {
        var defaults = JsonMap.EMPTY;
        if (element instanceof Ref(StructType struct)) {
            for (var key : keys) {
                var field = struct.field(key);
                var value = field == null ? null : field.defaultValue() == null ? field.absent() : field.defaultValue();
                defaults = value == null ? defaults : defaults.with(key, value);
            }
        }
        return defaults;
    }

    private static MergeType of(FieldType type) {
        return switch (type) {
            case Ref(StructType struct) -> of(struct);
            case MapOf(FieldType value) -> Members.map(of(value), false);
            case ListOf(FieldType element, boolean ignored) -> Items.atomic(of(element));
            case FieldType.Scalar scalar ->
                switch (scalar) {
                    case STRING, BYTES, DURATION -> Scalar.STRING;
                    case INT32, INT64, DOUBLE -> Scalar.NUMERIC;
                    case BOOL -> Scalar.BOOLEAN;
                    case QUANTITY, TIME, MICRO_TIME -> Scalar.UNTYPED;
                    case INT_OR_STRING -> Deduced.DEDUCED; // its schema names no type
                    case RAW, FIELDS_V1 -> Deduced.WHOLE;
                };
        };
    }
}
