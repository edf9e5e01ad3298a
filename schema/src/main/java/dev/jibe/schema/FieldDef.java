package dev.jibe.schema;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A field of a {@link TypeDef}, joined from all sources.
 *
 * @param name as JSON spells it; for an inline field, as protobuf does
 * @param number on the protobuf wire, 0 if it is not there at this place
 * @param nullable whether upstream tells absent from empty
 * @param omitEmpty whether JSON leaves an empty value out
 * @param listType empty if nothing is said
 */
record FieldDef(
        String name,
        int number,
        TypeRef type,
        boolean required,
        boolean nullable,
        boolean omitEmpty,
        String description,
        String patchStrategy,
        String patchMergeKey,
        String listType,
        List<String> listMapKeys,
        String mapType,
        @Nullable Object defaultValue,
        List<String> enumValues) {

    static FieldDef of(String name, int number, TypeRef type, boolean required, String description, Comment comment) {
        return new FieldDef(
                name,
                number,
                type,
                required,
                false,
                !required,
                description,
                comment.marker("patchStrategy").orElse(""),
                comment.marker("patchMergeKey").orElse(""),
                comment.marker("listType").orElse(""),
                comment.markers("listMapKey"),
                comment.marker("mapType").or(() -> comment.marker("structType")).orElse(""),
                comment.marker("default").map(FieldDef::literal).orElse(null),
                List.of());
    }

    FieldDef withNumber(int value) {
        return new FieldDef(
                name,
                value,
                type,
                required,
                nullable,
                omitEmpty,
                description,
                patchStrategy,
                patchMergeKey,
                listType,
                listMapKeys,
                mapType,
                defaultValue,
                enumValues);
    }

    FieldDef withEnum(List<String> values) {
        return new FieldDef(
                name,
                number,
                type,
                required,
                nullable,
                omitEmpty,
                description,
                patchStrategy,
                patchMergeKey,
                listType,
                listMapKeys,
                mapType,
                defaultValue,
                values);
    }

    FieldDef withPresence(boolean isNullable, boolean omitsEmpty) {
        return new FieldDef(
                name,
                number,
                type,
                required,
                isNullable,
                omitsEmpty,
                description,
                patchStrategy,
                patchMergeKey,
                listType,
                listMapKeys,
                mapType,
                defaultValue,
                enumValues);
    }

    FieldDef with(Overlay.FieldFacts facts) {
        return new FieldDef(
                name,
                facts.number() == 0 ? number : facts.number(),
                facts.type() == null ? type : facts.type(),
                facts.required() == null ? required : facts.required(),
                nullable,
                omitEmpty,
                description,
                facts.text("patchStrategy", patchStrategy),
                facts.text("patchMergeKey", patchMergeKey),
                facts.text("listType", listType),
                facts.texts("listMapKeys", listMapKeys),
                facts.text("mapType", mapType),
                facts.has("default") ? facts.value("default") : defaultValue,
                enumValues);
    }

    /** The value of a {@code +default} marker; a reference to a constant is left to the overlay. */
    private static @Nullable Object literal(String text) {
        if (text.startsWith("\"")) {
            return text.substring(1, text.length() - 1);
        }
        return switch (text) {
            case "true", "false" -> Boolean.valueOf(text);
            case "{}" -> List.of();
            default -> text.matches("-?\\d+") ? (Object) Long.valueOf(text) : null;
        };
    }
}
