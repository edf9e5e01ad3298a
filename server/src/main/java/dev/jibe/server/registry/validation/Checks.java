package dev.jibe.server.registry.validation;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.Null;
import dev.jibe.object.json.Json;
import dev.jibe.object.quantity.Quantity;
import dev.jibe.object.selector.LabelSyntax;
import dev.jibe.server.registry.Names;
import dev.jibe.server.request.FieldError;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The vocabulary of rules: each method looks at one thing and notes what is wrong with it. */
final class Checks {

    private static final Pattern PERCENT = Pattern.compile("[0-9]+%");
    private static final Pattern CONFIG_KEY = Pattern.compile("[-._a-zA-Z0-9]+");
    private static final int MAX_KEY = 253;
    private static final String NOT_NEGATIVE = "must be greater than or equal to 0";

    private final List<FieldError> errors = new ArrayList<>();

    List<FieldError> errors() {
        return List.copyOf(errors);
    }

    boolean isClean() {
        return errors.isEmpty();
    }

    Checks invalid(FieldPath path, @Nullable Object value, String detail) {
        errors.add(FieldError.invalid(path.text(), value == null ? Null.NULL : value, detail));
        return this;
    }

    Checks required(FieldPath path, String detail) {
        errors.add(FieldError.required(path.text(), detail));
        return this;
    }

    Checks forbidden(FieldPath path, String detail) {
        errors.add(FieldError.forbidden(path.text(), detail));
        return this;
    }

    Checks duplicate(FieldPath path, Object value) {
        errors.add(FieldError.duplicate(path.text(), value));
        return this;
    }

    Checks notFound(FieldPath path, Object value) {
        errors.add(FieldError.notFound(path.text(), value));
        return this;
    }

    Checks add(FieldError error) {
        errors.add(error);
        return this;
    }

    /** Notes each message about the value. */
    Checks all(FieldPath path, Object value, List<String> wrong) {
        wrong.forEach(message -> invalid(path, value, message));
        return this;
    }

    Checks notEmpty(FieldPath path, String value, String detail) {
        return value.isEmpty() ? required(path, detail) : this;
    }

    /** One of the values, which the message shows in this order. */
    Checks oneOf(FieldPath path, String value, List<String> supported) {
        if (!supported.contains(value)) {
            errors.add(new FieldError(
                    "FieldValueNotSupported",
                    path.text(),
                    "Unsupported value: " + Json.text(value) + ": supported values: "
                            + supported.stream().map(Json::text).collect(Collectors.joining(", "))));
        }
        return this;
    }

    Checks oneOfIfSet(FieldPath path, JsonMap parent, String key, List<String> supported) {
        return parent.has(key) ? oneOf(path.at(key), parent.string(key), supported) : this;
    }

    Checks notNegative(FieldPath path, JsonMap parent, String key) {
        if (parent.number(key) < 0) {
            invalid(path.at(key), parent.number(key), NOT_NEGATIVE);
        }
        return this;
    }

    Checks between(FieldPath path, long value, long least, long most) {
        if (value < least || value > most) {
            invalid(path, value, "must be between " + least + " and " + most + ", inclusive");
        }
        return this;
    }

    Checks port(FieldPath path, long value) {
        return between(path, value, 1, 65535);
    }

    Checks dnsLabel(FieldPath path, String value) {
        return all(path, value, Names.wrongLabel(value, false));
    }

    Checks subdomain(FieldPath path, String value) {
        return all(path, value, Names.wrongSubdomain(value, false));
    }

    Checks qualifiedName(FieldPath path, String value) {
        var wrong = LabelSyntax.wrongKey(value);
        return wrong.isEmpty() ? this : invalid(path, value, wrong);
    }

    Checks labels(FieldPath path, JsonMap labels) {
        labels.strings().forEach((key, value) -> {
            qualifiedName(path, key);
            var wrong = LabelSyntax.wrongValue(value);
            if (!wrong.isEmpty()) {
                invalid(path, value, wrong);
            }
        });
        return this;
    }

    /** Notes the second and later ones of equal names. */
    Checks distinct(FieldPath path, JsonList items, String key) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < items.size(); i++) {
            var name = items.map(i).string(key);
            if (!name.isEmpty() && !seen.add(name)) {
                duplicate(path.at(i).at(key), name);
            }
        }
        return this;
    }

    /** A count, or a share of 100 per cent. */
    Checks countOrPercent(FieldPath path, @Nullable Object value) {
        switch (value) {
            case Long count -> {
                if (count < 0) {
                    invalid(path, count, NOT_NEGATIVE);
                }
            }
            case String text -> {
                if (!PERCENT.matcher(text).matches()) {
                    invalid(
                            path,
                            text,
                            "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or"
                                    + " '93%', regex used for validation is '[0-9]+%')");
                }
            }
            case null, default -> {
                // Absent: nothing to look at.
            }
        }
        return this;
    }

    Checks notOverHundredPercent(FieldPath path, @Nullable Object value) {
        if (value instanceof String text
                && PERCENT.matcher(text).matches()
                && (text.length() > 4 || Integer.parseInt(text.substring(0, text.length() - 1)) > 100)) {
            invalid(path, text, "must not be greater than 100%");
        }
        return this;
    }

    /** A key of a ConfigMap or Secret, which has to be fit for the name of a file. */
    Checks configKey(FieldPath path, String key) {
        if (key.length() > MAX_KEY) {
            invalid(path, key, "must be no more than 253 bytes");
        } else if (!CONFIG_KEY.matcher(key).matches()) {
            invalid(
                    path,
                    key,
                    "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or"
                            + " 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')");
        } else if (key.equals(".")) {
            invalid(path, key, "must not be '.'");
        } else if (key.equals("..")) {
            invalid(path, key, "must not be '..'");
        } else if (key.startsWith("..")) {
            invalid(path, key, "must not start with '..'");
        }
        return this;
    }

    Checks quantityNotNegative(FieldPath path, String text) {
        return Quantity.parse(text).signum() < 0 ? invalid(path, text, NOT_NEGATIVE) : this;
    }

    Checks immutable(FieldPath path, @Nullable Object now, @Nullable Object then) {
        return java.util.Objects.equals(now, then) ? this : invalid(path, now, "field is immutable");
    }
}
