package dev.jibe.server.crd.schema;

import dev.jibe.object.JsonList;
import dev.jibe.object.Null;
import dev.jibe.object.json.Json;
import dev.jibe.server.request.FieldError;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One way in which a value does not fit a schema.
 *
 * @param name the place within the validated value; empty for the value itself
 * @param value what is shown of the value
 * @param text the whole message
 * @param limit of sizes
 */
record Failure(Kind kind, String name, @Nullable Object value, String text, long limit, JsonList allowed) {

    enum Kind {
        REQUIRED,
        ENUM,
        TOO_LONG,
        TOO_MANY,
        TYPE,
        INVALID,
        /** About several schemas, without a place of its own. */
        COMPOSITE
    }

    static Failure of(Kind kind, String name, @Nullable Object value, String text) {
        return new Failure(kind, name, value, text, 0, JsonList.EMPTY);
    }

    static Failure composite(String text) {
        return of(Kind.COMPOSITE, "", "", text);
    }

    /** The failure as a cause of a refusal; the base is where the validated value stands. */
    FieldError at(String base) {
        var inside = name.startsWith(".") ? name.substring(1) : name;
        var joined = inside.isEmpty() ? base : base.isEmpty() ? inside : base + "." + inside;
        var field = joined.isEmpty() ? "<nil>" : joined;
        return switch (kind) {
            case REQUIRED -> FieldError.required(field, "");
            case ENUM ->
                new FieldError(
                        "FieldValueNotSupported",
                        field,
                        "Unsupported value: " + FieldError.quoted(value == null ? Null.NULL : value)
                                + ": supported values: "
                                + allowed.stream()
                                        .map(v -> FieldError.quoted(v instanceof String s ? s : Json.text(v)))
                                        .collect(Collectors.joining(", ")));
            case TOO_LONG ->
                new FieldError("FieldValueTooLong", field, "Too long: may not be more than " + limit + " bytes");
            case TOO_MANY ->
                new FieldError(
                        "FieldValueTooMany", field, "Too many: " + value + ": must have at most " + limit + " items");
            case TYPE ->
                new FieldError(
                        "FieldValueTypeInvalid",
                        field,
                        FieldError.invalid(field, value, text).body());
            case INVALID -> FieldError.invalid(field, value, text);
            case COMPOSITE -> FieldError.invalid(base.isEmpty() ? "<nil>" : base, "", text);
        };
    }
}
