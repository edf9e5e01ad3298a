package dev.jibe.object.schema;

import dev.jibe.object.Null;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A field of a {@link StructType}.
 *
 * @param name as JSON spells it; for an inline field, as protobuf does
 * @param number on the protobuf wire; 0 for a field that JSON alone has at this place
 * @param required whether a valid object must have it
 * @param inline whether protobuf nests a struct here whose fields JSON writes into the parent
 * @param nullable whether upstream tells an absent value from an empty one, and so writes no empty value
 * @param omitEmpty whether JSON leaves an empty value out
 * @param patchStrategy of strategic merge patch, such as {@code merge,retainKeys}; empty means replace
 * @param patchMergeKey the item field that strategic merge patch merges a list by; empty if there is none
 * @param listMapKeys the item fields that identify an item when {@code listType} is {@link ListType#MAP}
 * @param defaultValue what the published schema says an absent value means
 * @param enumValues the only values allowed, or none if any is
 */
public record Field(
        String name,
        int number,
        FieldType type,
        boolean required,
        boolean inline,
        boolean nullable,
        boolean omitEmpty,
        String patchStrategy,
        String patchMergeKey,
        ListType listType,
        List<String> listMapKeys,
        MapType mapType,
        @Nullable Object defaultValue,
        List<String> enumValues) {

    /** A field of which only name and type are known. */
    public static Field of(String name, FieldType type) {
        return new Field(
                name,
                0,
                type,
                false,
                false,
                true,
                true,
                "",
                "",
                ListType.ATOMIC,
                List.of(),
                MapType.GRANULAR,
                null,
                List.of());
    }

    /** What JSON shows if the field is absent: null for nothing at all, {@link Null} for an explicit null. */
    public @Nullable Object absent() {
        if (omitEmpty) {
            return null;
        }
        return nullable ? Null.NULL : zero(type);
    }

    private static Object zero(FieldType type) {
        return switch (type) {
            case FieldType.ListOf _, FieldType.MapOf _ -> Null.NULL;
            case FieldType.Ref(StructType struct) -> struct.empty();
            case FieldType.Scalar scalar ->
                switch (scalar) {
                    case STRING -> "";
                    case INT32, INT64, INT_OR_STRING -> 0L;
                    case DOUBLE -> 0.0;
                    case BOOL -> false;
                    case QUANTITY -> "0";
                    case DURATION -> "0s";
                    case BYTES, TIME, MICRO_TIME, RAW, FIELDS_V1 -> Null.NULL;
                };
        };
    }

    /** Whether strategic merge patch merges this list or map rather than replacing it. */
    public boolean merges() {
        return patchStrategy.contains("merge");
    }

    /** Whether strategic merge patch clears the struct's other fields when one is set. */
    public boolean retainsKeys() {
        return patchStrategy.contains("retainKeys");
    }
}
