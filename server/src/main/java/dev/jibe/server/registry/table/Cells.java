package dev.jibe.server.registry.table;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.selector.LabelSelector;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How values are written in cells. */
public final class Cells {

    static final String NONE = "<none>";
    static final String UNSET = "<unset>";
    static final String UNKNOWN = "<unknown>";

    private Cells() {}

    static String name(JsonMap object) {
        return object.map("metadata").string("name");
    }

    static boolean isTerminating(JsonMap object) {
        return object.map("metadata").has("deletionTimestamp");
    }

    /** How long ago a time was. */
    public static String age(String time, Instant now) {
        return time.isEmpty() ? UNKNOWN : HumanDuration.of(Duration.between(Instant.parse(time), now));
    }

    static String or(String value, String otherwise) {
        return value.isEmpty() ? otherwise : value;
    }

    /** The name of a class, with a word if its annotation says that it is the one for all. */
    static String classOf(JsonMap object, List<String> annotations) {
        var given = object.map("metadata").map("annotations");
        boolean isDefault =
                annotations.stream().anyMatch(key -> given.string(key).equals("true"));
        return isDefault ? name(object) + " (default)" : name(object);
    }

    /** A text that is there, even if it is empty. */
    static String orIfAbsent(JsonMap object, String key, String otherwise) {
        return object.has(key) ? object.string(key) : otherwise;
    }

    static Object or(@Nullable Object value, Object otherwise) {
        return value == null ? otherwise : value;
    }

    static String each(JsonList items, String key) {
        return items.maps().map(item -> item.string(key)).collect(Collectors.joining(","));
    }

    static String joined(JsonList strings) {
        return strings.strings().collect(Collectors.joining(","));
    }

    static String labels(JsonMap labels) {
        return or(
                labels.strings().entrySet().stream()
                        .map(e -> e.getKey() + "=" + e.getValue())
                        .collect(Collectors.joining(",")),
                NONE);
    }

    /** A selector of the API; one that is absent selects nothing. */
    static String selector(JsonMap parent) {
        return parent.has("selector") ? selectorText(parent.map("selector")) : NONE;
    }

    static String selectorText(JsonMap selector) {
        return or(LabelSelector.of(selector).toString(), NONE);
    }

    /** The first few of a list, and how many more there are. */
    static String some(List<String> items, int max, String separator) {
        var shown = items.stream().limit(max).collect(Collectors.joining(separator));
        return items.size() > max ? shown + " + " + (items.size() - max) + " more..." : shown;
    }

    /** Whether the first condition of a type is true. */
    static boolean hasCondition(JsonMap object, String type) {
        return conditions(object, type).limit(1).anyMatch("True"::equals);
    }

    static boolean hasAnyCondition(JsonMap object, String type) {
        return conditions(object, type).anyMatch("True"::equals);
    }

    private static Stream<String> conditions(JsonMap object, String type) {
        return object.map("status")
                .list("conditions")
                .maps()
                .filter(c -> c.string("type").equals(type))
                .map(c -> c.string("status"));
    }
}
