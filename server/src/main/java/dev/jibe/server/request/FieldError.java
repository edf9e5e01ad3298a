package dev.jibe.server.request;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.json.Json;
import dev.jibe.object.typing.GoFormat;
import dev.jibe.object.typing.GoNumber;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a field of an object.
 *
 * @param reason the cause's reason, such as {@code FieldValueInvalid}
 * @param field path as upstream prints it, such as {@code spec.containers[0].name}
 * @param body the message without the field
 */
public record FieldError(String reason, String field, String body) {

    public static FieldError required(String field, String detail) {
        return new FieldError("FieldValueRequired", field, "Required value" + (detail.isEmpty() ? "" : ": " + detail));
    }

    public static FieldError invalid(String field, @Nullable Object value, String detail) {
        var end = detail.isEmpty() ? "" : ": " + detail;
        return new FieldError("FieldValueInvalid", field, "Invalid value: " + quoted(value) + end);
    }

    public static FieldError notSupported(String field, @Nullable Object value, List<String> supported) {
        var values = supported.stream().sorted().map(Json::text).collect(Collectors.joining(", "));
        return new FieldError(
                "FieldValueNotSupported",
                field,
                "Unsupported value: " + quoted(value) + ": supported values: " + values);
    }

    public static FieldError duplicate(String field, @Nullable Object value) {
        return new FieldError("FieldValueDuplicate", field, "Duplicate value: " + quoted(value));
    }

    public static FieldError forbidden(String field, String detail) {
        return new FieldError("FieldValueForbidden", field, "Forbidden" + (detail.isEmpty() ? "" : ": " + detail));
    }

    public static FieldError notFound(String field, @Nullable Object value) {
        return new FieldError("FieldValueNotFound", field, "Not found: " + quoted(value));
    }

    public static FieldError tooLong(String field, int maxLength) {
        return new FieldError("FieldValueTooLong", field, "Too long: may not be more than " + maxLength + " bytes");
    }

    public static FieldError tooMany(String field, int actual, int max) {
        var items = max == 1 ? " item" : " items";
        return new FieldError("FieldValueTooMany", field, "Too many: " + actual + ": must have at most " + max + items);
    }

    /** A value as messages show it. */
    public static String quoted(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case String string -> GoFormat.quoted(string);
            case Double number -> GoNumber.text(number);
            case JsonMap map -> Json.text(map);
            case JsonList list -> Json.text(list);
            default -> value.toString();
        };
    }

    @Override
    public String toString() {
        return field + ": " + body;
    }
}
