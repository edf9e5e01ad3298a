package dev.jibe.server.crd.path;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A path into an object as printer columns name it.
 *
 * <p>See <a href="https://kubernetes.io/docs/reference/kubectl/jsonpath/">JSONPath Support</a>. Keys that are missing are
 * no error.
 */
public final class JsonPath {

    private final List<Step> steps;

    private JsonPath(List<Step> steps) {
        this.steps = steps;
    }

    /** A step from some values to others. */
    sealed interface Step {}

    record Key(String name) implements Step {}

    record Every() implements Step {}

    record Descend() implements Step {}

    /** Items from one position on, up to another, every so many; null where the path does not say. */
    record Slice(@Nullable Integer from, @Nullable Integer to, int by) implements Step {}

    record Index(int position) implements Step {}

    record Union(List<Step> parts) implements Step {}

    record Filter(JsonPath left, String operator, @Nullable Operand right) implements Step {}

    /** The right side of a comparison: a path, or a literal. */
    record Operand(@Nullable JsonPath path, @Nullable Object literal) {}

    static JsonPath of(List<Step> steps) {
        return new JsonPath(List.copyOf(steps));
    }

    /**
     * Reads a path, without the braces around it.
     *
     * @throws dev.jibe.object.MalformedException if it is none
     */
    public static JsonPath parse(String text) {
        return new JsonPathParser(text).parse();
    }

    /** All that the path leads to. */
    public List<Object> find(Object root) {
        List<Object> values = List.of(root);
        for (var step : steps) {
            values = values.stream().flatMap(v -> apply(step, v).stream()).toList();
            if (values.isEmpty()) {
                return values;
            }
        }
        return values;
    }

    private static List<Object> apply(Step step, Object value) {
        return switch (step) {
            case Key(String name) -> {
                var found = value instanceof JsonMap map ? map.get(name) : null;
                yield found == null ? List.of() : List.of(found);
            }
            case Every() -> children(value);
            case Descend() -> {
                var all = new ArrayList<Object>();
                collect(value, all);
                yield all;
            }
            case Index(int position) -> {
                if (!(value instanceof JsonList list)) {
                    yield List.of();
                }
                int at = position < 0 ? list.size() + position : position;
                yield at >= 0 && at < list.size() ? List.of(list.get(at)) : List.of();
            }
            case Slice slice -> slice(slice, value);
            case Union(List<Step> parts) ->
                parts.stream().flatMap(part -> apply(part, value).stream()).toList();
            case Filter filter ->
                children(value).stream().filter(child -> passes(filter, child)).toList();
        };
    }

    private static List<Object> children(Object value) {
        var children = new ArrayList<Object>();
        switch (value) {
            case JsonList list -> list.forEach(children::add);
            case JsonMap map -> map.forEach((key, child) -> children.add(child));
            default -> {
                // Scalars have none.
            }
        }
        return children;
    }

    private static void collect(Object value, List<Object> all) {
        all.add(value);
        children(value).forEach(child -> collect(child, all));
    }

    private static List<Object> slice(Slice slice, Object value) {
        if (!(value instanceof JsonList list)) {
            return List.of();
        }
        int from = bounded(slice.from(), 0, list.size());
        int to = bounded(slice.to(), list.size(), list.size());
        var items = new ArrayList<Object>();
        for (int i = from; i < to; i += slice.by()) {
            items.add(list.get(i));
        }
        return items;
    }

    private static int bounded(@Nullable Integer given, int otherwise, int size) {
        int at = given == null ? otherwise : given < 0 ? size + given : given;
        return Math.max(0, Math.min(at, size));
    }

    private static boolean passes(Filter filter, Object value) {
        var left = filter.left().find(value);
        var right = filter.right();
        if (right == null) {
            return !left.isEmpty();
        }
        var path = right.path();
        var other = path == null
                ? right.literal()
                : path.find(value).stream().findFirst().orElse(null);
        return !left.isEmpty() && other != null && compares(left.getFirst(), filter.operator(), other);
    }

    private static boolean compares(Object left, String operator, Object right) {
        Integer order = left instanceof Number a && right instanceof Number b
                ? (Integer) Double.compare(a.doubleValue(), b.doubleValue())
                : left instanceof String a && right instanceof String b ? (Integer) a.compareTo(b) : null;
        return switch (operator) {
            case "==" -> order == null ? left.equals(right) : order == 0;
            case "!=" -> order == null ? !left.equals(right) : order != 0;
            case "<" -> order != null && order < 0;
            case ">" -> order != null && order > 0;
            case "<=" -> order != null && order <= 0;
            case ">=" -> order != null && order >= 0;
            default -> false;
        };
    }
}
