package dev.jibe.server.cel;

import java.util.List;
import java.util.Set;

/** What calls cost when they are made. */
final class CallCosts {

    /** So much that an expression can ask for two authorizations. */
    static final long AUTHORIZATION = 350_000;

    /** Those that look at two values of any size, side by side. */
    static final Set<String> COMPARISONS = Set.of(
            "equals",
            "not_equals",
            "less_string",
            "less_equals_string",
            "greater_string",
            "greater_equals_string",
            "less_bytes",
            "less_equals_bytes",
            "greater_bytes",
            "greater_equals_bytes");

    private static final double TRAVERSAL = 0.1;
    private static final double REGEX = 0.25;

    /** What a requirement of a selector takes, of which there can be one for two characters. */
    private static final long REQUIREMENT = 50;

    private static final long MADE_LIST = 10;

    private CallCosts() {}

    private static long traversal(long size) {
        return (long) Math.ceil((double) size * TRAVERSAL);
    }

    /**
     * The cost.
     *
     * @param overload what was called; empty if only the values could tell
     * @param result what came of it; anything without a size if it failed
     */
    static long of(String function, String overload, List<Object> values, Object result) {
        return switch (function) {
            case "check" -> AUTHORIZATION;
            case "fieldSelector", "labelSelector" -> selector(size(values, 1));
            case "isSorted", "sum", "max", "min", "indexOf", "lastIndexOf" -> everything(values.getFirst());
            case "url",
                    "lowerAscii",
                    "upperAscii",
                    "substring",
                    "trim",
                    "jsonpatch.escapeKey",
                    "cidr",
                    "isIP",
                    "isCIDR",
                    "quantity",
                    "isQuantity",
                    "semver",
                    "isSemver" -> traversal(size(values, 0));
            case "ip" -> values.getFirst() instanceof String ? traversal(size(values, 0)) : 1;
            case "replace", "split", "ip.isCanonical" -> traversal(2 * size(values, 0));
            case "join" -> traversal(2 * Values.size(result));
            case "find", "findAll" -> regex(size(values, 0), size(values, 1));
            case "validate" ->
                values.getFirst() instanceof Values.Pattern pattern ? regex(size(values, 1), pattern.length()) : 1;
            case "containsIP" -> contained(values);
            case "containsCIDR" -> contained(values) + traversal(size(values, 0)) + 1;
            case "sets.contains", "sets.intersects" -> 1 + size(values, 0) * size(values, 1);
            case "sets.equivalent" -> 1 + 2 * size(values, 0) * size(values, 1);
            case "_==_" -> values.getFirst() instanceof Values.Custom ? 1 : standard("equals", values);
            case "_!=_" -> standard("not_equals", values);
            case "slice", "lists.range", "reverse", "flatten", "distinct", "sort", "@sortByAssociatedKeys" ->
                ofList(function, overload, values, result);
            default ->
                standard(function.equals("format") || function.equals("strings.quote") ? function : overload, values);
        };
    }

    private static long standard(String overload, List<Object> values) {
        return switch (overload) {
            case "starts_with_string",
                    "ends_with_string",
                    "string_to_bytes",
                    "bytes_to_string",
                    "format",
                    "strings.quote" -> traversal(size(values, 0));
            case "in_list" -> size(values, 1);
            case "add_string", "add_bytes" -> traversal(size(values, 0) + size(values, 1));
            case "matches_string" -> regex(size(values, 0), size(values, 1));
            case "contains_string" -> traversal(size(values, 0)) * traversal(size(values, 1));
            case Folding.IN_CONSTANTS, "optional_or_optional", "optional_orValue_value" -> 0;
            default -> COMPARISONS.contains(overload) ? traversal(Math.min(size(values, 0), size(values, 1))) : 1;
        };
    }

    private static long ofList(String function, String overload, List<Object> values, Object result) {
        if (overload.isEmpty()) {
            return 1;
        }
        return switch (function) {
            case "flatten" -> made(values.size() > 1 ? Values.decimal(values.get(1)) : 1, size(values, 0));
            case "distinct", "sort" -> compared((List<?>) values.get(0));
            case "@sortByAssociatedKeys" -> compared((List<?>) values.get(1));
            default -> made(1, Values.size(result));
        };
    }

    private static long made(double factor, long size) {
        return (long) (size * factor) + 1 + MADE_LIST;
    }

    private static long compared(List<?> list) {
        long size = list.size();
        return made(!list.isEmpty() && isText(list.getFirst()) ? 2.1 : 2.0, size * size);
    }

    private static boolean isText(Object value) {
        return value instanceof String || value instanceof byte[];
    }

    private static long size(List<Object> values, int index) {
        return index < values.size() ? Values.size(values.get(index)) : 1;
    }

    private static long selector(long size) {
        return MADE_LIST + traversal(size) + (long) Math.ceil(size * 0.5) * REQUIREMENT;
    }

    private static long regex(long text, long pattern) {
        return traversal(1 + text) * (long) Math.ceil((double) pattern * REGEX);
    }

    /** A range is looked at twice; a text is read first. */
    private static long contained(List<Object> values) {
        long text = values.get(1) instanceof String ? traversal(size(values, 1)) : 0;
        return traversal(2 * size(values, 0)) + text;
    }

    /** A look at every part, and at every character of it. */
    private static long everything(Object value) {
        return switch (value) {
            case String text -> (long) (utf8(text) * TRAVERSAL);
            case byte[] bytes -> (long) (bytes.length * TRAVERSAL);
            case List<?> list -> {
                long cost = 0;
                for (var item : list) {
                    cost += everything(item);
                }
                yield cost;
            }
            case MapValue map -> {
                long cost = 0;
                for (var key : map.keys()) {
                    var inner = map.get(key);
                    cost += everything(key) + (inner == null ? 0 : everything(inner));
                }
                yield cost;
            }
            default -> 1;
        };
    }

    private static long utf8(String text) {
        return text.codePoints()
                .mapToLong(c -> c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4)
                .sum();
    }
}
