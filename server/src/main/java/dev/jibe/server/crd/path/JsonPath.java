package dev.jibe.server.crd.path;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.Null;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A path into an object as printer columns name it.
 *
 * <p>See <a href="https://kubernetes.io/docs/reference/kubectl/jsonpath/">JSONPath Support</a>. Keys that are missing are
 * no error; where a path does not fit what it meets, it leads nowhere.
 */
public final class JsonPath {

    private final List<List<Step>> actions;

    private JsonPath(List<List<Step>> actions) {
        this.actions = actions;
    }

    /** A step from some values to others. */
    sealed interface Step {}

    record Key(String name) implements Step {}

    record Every() implements Step {}

    record Descend() implements Step {}

    /**
     * Items from one position on, up to another, every so many; null where the path does not say.
     *
     * @param isOne whether the end follows from the beginning
     */
    record Slice(
            @Nullable Long from,
            @Nullable Long to,
            boolean isOne,
            @Nullable Long by) implements Step {}

    record Union(List<List<Step>> parts) implements Step {}

    /** Those items for which a comparison holds, or, without an operator, for which there is something on its left. */
    record Filter(List<Step> left, String operator, List<Step> right) implements Step {}

    /** A text, whatever it is asked of. */
    record Text(String text) implements Step {}

    /** A number or a truth, in place of each value. */
    record Literal(Object value) implements Step {}

    /** A word that means nothing in a column. */
    record Word() implements Step {}

    /** A part of a text, which upstream takes for a list of bytes. */
    public record Octet(int value) {}

    /** What was found, or how far a path came that was lost. */
    private record Found(List<Object> values, boolean isLost) {

        static Found of(List<Object> values) {
            return new Found(values, false);
        }

        static Found lost(List<Object> values) {
            return new Found(values, true);
        }
    }

    static JsonPath of(List<List<Step>> actions) {
        return new JsonPath(actions.stream().map(List::copyOf).toList());
    }

    /**
     * Reads a path, without the braces around it.
     *
     * @throws dev.jibe.object.MalformedException if it is none
     */
    public static JsonPath parse(String text) {
        return of(new JsonPathParser("{" + text + "}").parse());
    }

    /** All that the path leads to. */
    public List<Object> find(Object root) {
        List<Object> first = List.of();
        for (int i = 0; i < actions.size(); i++) {
            var found = walk(actions.get(i), List.of(root));
            if (found.isLost()) {
                return List.of();
            }
            first = i == 0 ? found.values() : first;
        }
        return first;
    }

    private static Found walk(List<Step> steps, List<Object> from) {
        var found = Found.of(from);
        for (var step : steps) {
            found = walk(step, found.values());
            if (found.isLost()) {
                return found;
            }
        }
        return found;
    }

    private static Found walk(Step step, List<Object> values) {
        return switch (step) {
            case Key(String name) ->
                Found.of(values.stream()
                        .flatMap(value -> Stream.ofNullable(value instanceof JsonMap map ? map.get(name) : null))
                        .toList());
            case Every() ->
                Found.of(values.stream().flatMap(v -> children(v).stream()).toList());
            case Descend() -> {
                var all = new ArrayList<Object>();
                values.forEach(value -> collect(value, all));
                yield Found.of(all);
            }
            case Slice slice -> slice(slice, values);
            case Union(List<List<Step>> parts) -> union(parts, values);
            case Filter filter -> filter(filter, values);
            case Text(String text) -> Found.of(List.of(text));
            case Literal(Object literal) ->
                Found.of(values.stream().map(_ -> literal).toList());
            case Word() -> Found.lost(values);
        };
    }

    private static List<Object> children(Object value) {
        var children = new ArrayList<Object>();
        switch (value) {
            case JsonList list -> list.forEach(children::add);
            case JsonMap map -> map.forEach((key, child) -> children.add(child));
            case String text -> {
                for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
                    children.add(new Octet(octet & 0xff));
                }
            }
            default -> {
                // Other values have no parts.
            }
        }
        return children;
    }

    private static void collect(Object value, List<Object> all) {
        var children = children(value);
        if (!children.isEmpty()) {
            all.add(value);
            children.forEach(child -> collect(child, all));
        }
    }

    private static Found union(List<List<Step>> parts, List<Object> values) {
        var all = new ArrayList<Object>();
        for (var part : parts) {
            var found = walk(part, values);
            if (found.isLost()) {
                return Found.lost(values);
            }
            all.addAll(found.values());
        }
        return Found.of(all);
    }

    private static Found slice(Slice slice, List<Object> values) {
        var items = new ArrayList<Object>();
        for (var value : values) {
            if (value instanceof Null) {
                continue;
            }
            if (!(value instanceof JsonList list)) {
                return Found.lost(values);
            }
            long from = slice.from() == null ? 0 : slice.from();
            from = from < 0 ? from + list.size() : from;
            long to = slice.to() == null ? list.size() : slice.to();
            to = to < 0 || to == 0 && slice.isOne() ? to + list.size() : to;
            if (from == to) {
                return Found.of(items);
            }
            boolean within = from >= 0 && from < list.size() && to >= from && to <= list.size();
            long by = slice.by() == null ? 1 : slice.by();
            if (!within || by <= 0) {
                return Found.lost(values);
            }
            for (long i = from; i < to; i += Math.min(by, list.size())) {
                items.add(list.get((int) i));
            }
        }
        return Found.of(items);
    }

    private static Found filter(Filter filter, List<Object> values) {
        var passed = new ArrayList<Object>();
        for (var value : values) {
            if (!(value instanceof JsonList list)) {
                return Found.lost(values);
            }
            for (var item : list) {
                var left = walk(filter.left(), List.of(item));
                if (filter.operator().isEmpty()) {
                    passed.addAll(left.values().isEmpty() ? List.of() : List.of(item));
                    continue;
                }
                var right = left.isLost() ? left : walk(filter.right(), List.of(item));
                if (left.isLost() || left.values().size() > 1) {
                    return Found.lost(values);
                }
                if (left.values().isEmpty()) {
                    continue;
                }
                if (right.isLost() || right.values().size() > 1) {
                    return Found.lost(values);
                }
                if (right.values().isEmpty()) {
                    continue;
                }
                var holds = compare(
                        left.values().getFirst(),
                        filter.operator(),
                        right.values().getFirst());
                if (holds == null) {
                    return Found.lost(passed);
                }
                passed.addAll(holds ? List.of(item) : List.of());
            }
        }
        return Found.of(passed);
    }

    /** Whether a comparison holds; null if there is none of these values. */
    private static @Nullable Boolean compare(Object left, String operator, Object right) {
        if (left instanceof Boolean && right instanceof Boolean) {
            return switch (operator) {
                case "==" -> left.equals(right);
                case "!=" -> !left.equals(right);
                default -> null;
            };
        }
        var order = order(left, right);
        if (order == null) {
            return null;
        }
        return switch (operator) {
            case "==" -> order == 0;
            case "!=" -> order != 0;
            case "<" -> order < 0;
            case ">" -> order > 0;
            case "<=" -> order <= 0;
            case ">=" -> order >= 0;
            default -> null;
        };
    }

    /** Whole numbers and others are not compared with each other. */
    private static @Nullable Integer order(Object left, Object right) {
        if (left instanceof String a && right instanceof String b) {
            return a.compareTo(b);
        }
        if (left instanceof Long a && right instanceof Long b) {
            return a.compareTo(b);
        }
        return left instanceof Double a && right instanceof Double b ? (Integer) a.compareTo(b) : null;
    }
}
