package dev.jibe.server.registry;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.json.Json;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The text of a JSON object whose fields are in the order of upstream's struct, as its annotations have it. */
final class OrderedText {

    private final StringBuilder text = new StringBuilder("{");

    private OrderedText field(String name, String value) {
        text.append(text.length() == 1 ? "" : ",")
                .append(Json.text(name))
                .append(':')
                .append(value);
        return this;
    }

    /** A field that is always there. */
    OrderedText must(String name, @Nullable Object value) {
        return field(name, value == null ? "null" : Json.text(value));
    }

    /** A field that is left out if there is nothing in it. */
    OrderedText may(String name, @Nullable Object value) {
        boolean empty = value == null || value.equals("") || value.equals(JsonMap.EMPTY);
        return empty ? this : must(name, value);
    }

    /** A field of a struct that may be missing. */
    OrderedText may(String name, JsonMap struct, Function<JsonMap, OrderedText> form) {
        return struct.isEmpty() ? this : field(name, form.apply(struct).end());
    }

    /** A field of a struct, or null. */
    OrderedText must(String name, JsonMap struct, Function<JsonMap, OrderedText> form) {
        return field(name, struct.isEmpty() ? "null" : form.apply(struct).end());
    }

    /** A field of a list, or null. */
    OrderedText must(String name, JsonList list, Function<JsonMap, OrderedText> form) {
        return field(name, list.isEmpty() ? "null" : of(list, form));
    }

    static OrderedText of() {
        return new OrderedText();
    }

    static String of(JsonList list, Function<JsonMap, OrderedText> form) {
        return list.maps().map(each -> form.apply(each).end()).collect(Collectors.joining(",", "[", "]"));
    }

    String end() {
        return text + "}";
    }
}
