package dev.jibe.server.registry.validation;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.Null;
import dev.jibe.object.json.Json;
import dev.jibe.server.registry.Semantic;
import dev.jibe.server.request.FieldError;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A struct that is being looked at, and the way to it.
 *
 * <p>Checks name a field of the struct; the empty name is the struct itself, one that begins with a bracket an element
 * of it. The way becomes text only when something is wrong.
 */
final class Place {

    private static final int HERE = -1;

    private final Report report;
    private final @Nullable Place parent;
    private final String step;
    private final int index;
    private final JsonMap map;

    private Place(Report report, @Nullable Place parent, String step, int index, JsonMap map) {
        this.report = report;
        this.parent = parent;
        this.step = step;
        this.index = index;
        this.map = map;
    }

    static Place root(Report report, JsonMap object) {
        return new Place(report, null, "", HERE, object);
    }

    /** The whole object at another way, for kinds that upstream looks at in the form of another version. */
    Place as(JsonMap other) {
        return new Place(report, parent, step, index, other);
    }

    // The way.

    String path(String name) {
        var here = path();
        if (name.isEmpty() || here.isEmpty()) {
            return here + name;
        }
        return name.charAt(0) == '[' ? here + name : here + "." + name;
    }

    String path() {
        if (parent == null) {
            return "";
        }
        var text = step.isEmpty() ? parent.path() : parent.path(step);
        return index == HERE ? text : text + "[" + index + "]";
    }

    Place root() {
        return parent == null ? this : parent.root();
    }

    Report report() {
        return report;
    }

    // What is there.

    JsonMap map() {
        return map;
    }

    JsonMap map(String key) {
        return map.map(key);
    }

    JsonList list(String key) {
        return map.list(key);
    }

    String text(String key) {
        return map.string(key);
    }

    long number(String key) {
        return map.number(key);
    }

    boolean flag(String key) {
        return map.bool(key);
    }

    boolean has(String key) {
        return map.has(key);
    }

    @Nullable
    Object get(String key) {
        return map.get(key);
    }

    boolean isEmpty(String key) {
        return switch (map.get(key)) {
            case null -> true;
            case String text -> text.isEmpty();
            case JsonList list -> list.isEmpty();
            case JsonMap struct -> struct.isEmpty();
            case Null _ -> true;
            default -> false;
        };
    }

    // Further down.

    Place in(String key) {
        return new Place(report, this, key, HERE, map.map(key));
    }

    /** A struct in a map: its way has the key in brackets. */
    Place entry(String key, String name) {
        return entry(key, name, name);
    }

    /**
     * @param shown the key as the way shows it
     */
    Place entry(String key, String name, String shown) {
        return new Place(
                report,
                this,
                key + "[" + shown + "]",
                HERE,
                key.isEmpty() ? map.map(name) : map.map(key).map(name));
    }

    Place item(String key, int at) {
        return new Place(report, this, key, at, map.list(key).map(at));
    }

    /** The same struct, with another name for the way to it. */
    Place at(String name) {
        return new Place(report, this, name, HERE, map);
    }

    void each(String key, Consumer<Place> rule) {
        int size = map.list(key).size();
        for (int i = 0; i < size; i++) {
            rule.accept(item(key, i));
        }
    }

    /** Looks at each string of a list, with the name of its place. */
    void eachText(String key, BiConsumer<String, String> rule) {
        var list = map.list(key);
        for (int i = 0; i < list.size(); i++) {
            rule.accept(key + "[" + i + "]", list.get(i) instanceof String text ? text : "");
        }
    }

    // What is wrong.

    void add(FieldError error) {
        report.add(error);
    }

    void invalid(String key, @Nullable Object value, String detail) {
        report.add(FieldError.invalid(path(key), value, detail));
    }

    /** Each message about the value. */
    void invalid(String key, @Nullable Object value, List<String> details) {
        for (int i = 0; i < details.size(); i++) {
            invalid(key, value, details.get(i));
        }
    }

    /** Something is wrong with a value that is not shown. */
    void invalidUnseen(String key, String detail) {
        report.add(new FieldError("FieldValueInvalid", path(key), "Invalid value: " + detail));
    }

    void required(String key) {
        required(key, "");
    }

    void required(String key, String detail) {
        report.add(FieldError.required(path(key), detail));
    }

    void forbidden(String key, String detail) {
        report.add(FieldError.forbidden(path(key), detail));
    }

    void duplicate(String key, @Nullable Object value) {
        report.add(FieldError.duplicate(path(key), value));
    }

    void duplicate(String key, @Nullable Object value, String detail) {
        var error = FieldError.duplicate(path(key), value);
        report.add(new FieldError(error.reason(), error.field(), error.body() + ": " + detail));
    }

    void notFound(String key, @Nullable Object value, String detail) {
        var error = FieldError.notFound(path(key), value);
        report.add(new FieldError(error.reason(), error.field(), error.body() + ": " + detail));
    }

    void notFound(String key, @Nullable Object value) {
        report.add(FieldError.notFound(path(key), value));
    }

    void tooLong(String key, int most) {
        report.add(FieldError.tooLong(path(key), most));
    }

    void tooMany(String key, int count, int most) {
        report.add(FieldError.tooMany(path(key), count, most));
    }

    void internal(String key, String detail) {
        report.add(new FieldError("InternalError", path(key), "Internal error: " + detail));
    }

    /** A value is none of the supported ones, which the message shows in their order. */
    void unsupported(String key, @Nullable Object value, List<String> supported) {
        report.add(new FieldError(
                "FieldValueNotSupported",
                path(key),
                "Unsupported value: " + shown(value) + ": supported values: "
                        + supported.stream().map(Json::text).collect(Collectors.joining(", "))));
    }

    /** Upstream's types for such words are shown as in JSON, not as text is. */
    private static String shown(@Nullable Object value) {
        return value instanceof String text ? Json.text(text) : FieldError.quoted(value);
    }

    // Common rules.

    /** Whether the text is there; notes that it is not. */
    boolean need(String key) {
        if (text(key).isEmpty()) {
            required(key);
            return false;
        }
        return true;
    }

    void oneOf(String key, List<String> supported) {
        if (!supported.contains(text(key))) {
            unsupported(key, text(key), supported);
        }
    }

    void oneOfIfSet(String key, List<String> supported) {
        if (has(key)) {
            oneOf(key, supported);
        }
    }

    void oneOfNeeded(String key, List<String> supported) {
        if (need(key)) {
            oneOf(key, supported);
        }
    }

    void notNegative(String key) {
        if (number(key) < 0) {
            invalid(key, number(key), "must be greater than or equal to 0");
        }
    }

    void between(String key, long least, long most) {
        if (has(key)) {
            between(key, number(key), least, most);
        }
    }

    void between(String key, long value, long least, long most) {
        if (value < least || value > most) {
            invalid(key, value, "must be between " + least + " and " + most + ", inclusive");
        }
    }

    void port(String key, long value) {
        between(key, value, 1, 65535);
    }

    void named(String key, Naming naming) {
        invalid(key, text(key), naming.wrong(text(key), false));
    }

    void namedIfSet(String key, Naming naming) {
        if (!text(key).isEmpty()) {
            named(key, naming);
        }
    }

    void namedNeeded(String key, Naming naming) {
        if (need(key)) {
            named(key, naming);
        }
    }

    void immutable(String key, @Nullable Object now, @Nullable Object then) {
        if (!Semantic.equal(now, then)) {
            invalid(key, now, "field is immutable");
        }
    }

    void immutable(String key, JsonMap old) {
        immutable(key, get(key), old.get(key));
    }
}
