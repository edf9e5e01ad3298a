package dev.jibe.object.ownership;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.json.Json;
import dev.jibe.object.typing.GoFormat;
import dev.jibe.object.typing.GoNumber;
import java.util.stream.Collectors;

/** The order and the spelling of values inside of paths. */
final class Values {

    private Values() {}

    /** Numbers, strings, booleans, lists, maps, null: in this order. */
    static int compare(Object left, Object right) {
        int byKind = rank(left) - rank(right);
        if (byKind != 0) {
            return byKind;
        }
        return switch (left) {
            case Long number when right instanceof Long other -> Long.compare(number, other);
            case Number number -> Double.compare(number.doubleValue(), ((Number) right).doubleValue());
            case String string -> string.compareTo((String) right);
            case Boolean bool -> Boolean.compare(bool, (Boolean) right);
            case JsonList list -> compareLists(list, (JsonList) right);
            case JsonMap map -> compareFields(map, (JsonMap) right);
            default -> 0;
        };
    }

    private static int rank(Object value) {
        return switch (value) {
            case Number ignored -> 0;
            case String ignored -> 1;
            case Boolean ignored -> 2;
            case JsonList ignored -> 3;
            case JsonMap ignored -> 4;
            default -> 5;
        };
    }

    private static int compareLists(JsonList left, JsonList right) {
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
            int order = compare(left.get(i), right.get(i));
            if (order != 0) {
                return order;
            }
        }
        return left.size() - right.size();
    }

    static int compareFields(JsonMap left, JsonMap right) {
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
            int byName = left.keyAt(i).compareTo(right.keyAt(i));
            int order = byName != 0 ? byName : compare(left.valueAt(i), right.valueAt(i));
            if (order != 0) {
                return order;
            }
        }
        return left.size() - right.size();
    }

    /** Whether two values are the same; a whole number is also equal to the float of its size. */
    static boolean equal(Object left, Object right) {
        return left.equals(right)
                || (left instanceof Number a && right instanceof Number b && a.doubleValue() == b.doubleValue());
    }

    /** As messages spell a value inside of a path. */
    static String text(Object value) {
        return switch (value) {
            case String string -> GoFormat.quoted(string);
            case Number number -> GoNumber.text(number);
            case Boolean bool -> bool.toString();
            case JsonList list -> list.stream().map(Values::text).collect(Collectors.joining(",", "[", "]"));
            case JsonMap map -> {
                var text = new StringBuilder();
                map.forEach((key, item) -> text.append(key).append('=').append(text(item)));
                yield text.toString();
            }
            default -> "null";
        };
    }

    /** JSON in which {@code <}, {@code >} and {@code &} stand for themselves. */
    static String plainJson(Object value) {
        return Json.text(value).replace("\\u003c", "<").replace("\\u003e", ">").replace("\\u0026", "&");
    }

    /** Go's {@code %#v} of a value in a tree. */
    static String syntax(Object value) {
        return switch (value) {
            case String string -> GoFormat.quoted(string);
            case Number number -> GoNumber.text(number);
            case Boolean bool -> bool.toString();
            case JsonList list ->
                list.stream().map(Values::syntax).collect(Collectors.joining(", ", "[]interface {}{", "}"));
            case JsonMap map -> {
                var text = new StringBuilder("map[string]interface {}{");
                int start = text.length();
                map.forEach((key, item) -> text.append(text.length() > start ? ", " : "")
                        .append(GoFormat.quoted(key))
                        .append(':')
                        .append(syntax(item)));
                yield text.append('}').toString();
            }
            default -> "interface {}(nil)";
        };
    }

    /** Go's {@code %T} of a value in a tree. */
    static String type(Object value) {
        return switch (value) {
            case String ignored -> "string";
            case Long ignored -> "int64";
            case Double ignored -> "float64";
            case Boolean ignored -> "bool";
            case JsonList ignored -> "[]interface {}";
            case JsonMap ignored -> "map[string]interface {}";
            default -> "<nil>";
        };
    }
}
