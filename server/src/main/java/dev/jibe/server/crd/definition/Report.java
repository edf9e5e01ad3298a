package dev.jibe.server.crd.definition;

import dev.jibe.object.Null;
import dev.jibe.object.json.Json;
import dev.jibe.server.crd.path.Place;
import dev.jibe.server.request.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What was found wrong with a definition so far. */
final class Report {

    private final List<FieldError> errors = new ArrayList<>();

    List<FieldError> errors() {
        return errors;
    }

    boolean isClean() {
        return errors.isEmpty();
    }

    Report required(Place place, String detail) {
        return add(FieldError.required(place.text(), detail));
    }

    Report invalid(Place place, @Nullable Object value, String detail) {
        return add(FieldError.invalid(place.text(), value == null ? Null.NULL : value, detail));
    }

    /** An invalid value that is shown in words of its own. */
    Report invalidShown(Place place, String shown, String detail) {
        return add(new FieldError("FieldValueInvalid", place.text(), "Invalid value: " + shown + ": " + detail));
    }

    Report forbidden(Place place, String detail) {
        return add(FieldError.forbidden(place.text(), detail));
    }

    Report notSupported(Place place, String value, List<String> supported) {
        var values = supported.stream().map(Json::text).collect(Collectors.joining(", "));
        return add(new FieldError(
                "FieldValueNotSupported",
                place.text(),
                "Unsupported value: " + FieldError.quoted(value) + ": supported values: " + values));
    }

    Report oneOf(Place place, String value, List<String> supported) {
        if (value.isEmpty()) {
            return required(place, "");
        }
        return supported.contains(value) ? this : notSupported(place, value, supported);
    }

    Report add(FieldError error) {
        errors.add(error);
        return this;
    }

    Report addAll(List<FieldError> more) {
        errors.addAll(more);
        return this;
    }
}
