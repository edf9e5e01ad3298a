package dev.jibe.schema;

import dev.jibe.schema.TypeRef.Scalar;
import java.util.HashSet;
import java.util.Set;

/** Decides which fields tell absent from empty, and which JSON shows even when they are empty. */
final class Presence {
    private final Set<String> pointers;
    private final Set<String> values;
    private final Set<String> always;
    private final Set<String> omitted;

    Presence(Overlay overlay) {
        pointers = new HashSet<>(overlay.strings("presence", "pointers"));
        values = new HashSet<>(overlay.strings("presence", "values"));
        always = new HashSet<>(overlay.strings("presence", "always"));
        omitted = new HashSet<>(overlay.strings("presence", "omitted"));
    }

    FieldDef apply(String owner, FieldDef field) {
        boolean nullable = isNullable(owner, field);
        return field.withPresence(nullable, omitsEmpty(owner, field, nullable));
    }

    private boolean isNullable(String owner, FieldDef field) {
        if (values.contains(owner + "." + field.name())) {
            return false;
        }
        if (pointers.contains(owner + "." + field.name()) || isIn(pointers, owner, field)) {
            return true;
        }
        return !field.required() && isPointerByRule(field.type()) && !isIn(values, owner, field);
    }

    private static boolean isPointerByRule(TypeRef type) {
        return switch (type) {
            case TypeRef.ListOf _, TypeRef.MapOf _ -> false;
            case TypeRef.Struct _ -> true;
            case Scalar scalar -> scalar != Scalar.STRING && scalar != Scalar.BYTES;
        };
    }

    private boolean omitsEmpty(String owner, FieldDef field, boolean nullable) {
        if (isIn(omitted, owner, field)) {
            return true;
        }
        if (isIn(always, owner, field)) {
            return false;
        }
        // Upstream's encoder calls no struct empty, and much that JSON writes as one value is a struct there.
        return nullable || (isEmptiable(field.type()) && !field.required());
    }

    private static boolean isEmptiable(TypeRef type) {
        return switch (type) {
            case TypeRef.ListOf _, TypeRef.MapOf _ -> true;
            case TypeRef.Struct _ -> false;
            case Scalar scalar ->
                switch (scalar) {
                    case STRING, INT32, INT64, BOOL, DOUBLE, BYTES -> true;
                    case QUANTITY, INT_OR_STRING, TIME, MICRO_TIME, DURATION, RAW, FIELDS_V1 -> false;
                };
        };
    }

    private static boolean isIn(Set<String> list, String owner, FieldDef field) {
        String type = Names.simple(owner) + "." + field.name();
        return list.contains(type)
                || list.contains(Names.group(Names.packageOf(owner)) + "." + type)
                || list.contains("." + field.name());
    }
}
