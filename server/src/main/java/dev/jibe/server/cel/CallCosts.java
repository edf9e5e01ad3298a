package dev.jibe.server.cel;

import java.util.List;

/** What calls cost when they are made. */
final class CallCosts {

    private static final double TRAVERSAL = 0.1;
    private static final double REGEX = 0.25;

    private CallCosts() {}

    private static long traversal(long size) {
        return (long) Math.ceil((double) size * TRAVERSAL);
    }

    static long of(String function, List<Object> values, Object result) {
        return switch (function) {
            case "check" -> 350_000;
            case "isSorted", "sum", "max", "min", "indexOf", "lastIndexOf" -> everything(values.getFirst());
            case "url",
                    "lowerAscii",
                    "upperAscii",
                    "substring",
                    "trim",
                    "cidr",
                    "isIP",
                    "isCIDR",
                    "quantity",
                    "isQuantity",
                    "semver",
                    "isSemver",
                    "validate",
                    "startsWith",
                    "endsWith",
                    "bytes" -> traversal(size(values, 0));
            case "ip" -> values.getFirst() instanceof String ? traversal(size(values, 0)) : 1;
            case "string" -> values.getFirst() instanceof byte[] ? traversal(size(values, 0)) : 1;
            case "replace", "split", "ip.isCanonical" -> traversal(2 * size(values, 0));
            case "join" -> traversal(2 * Values.size(result));
            case "find", "findAll", "matches" ->
                traversal(1 + size(values, 0)) * (long) Math.ceil((double) size(values, 1) * REGEX);
            case "contains" -> traversal(size(values, 0)) * traversal(size(values, 1));
            case "containsIP" -> contained(values, 2);
            case "containsCIDR" -> contained(values, 3) + 1;
            case "@in" -> values.get(1) instanceof List<?> list ? list.size() : 1;
            case "_==_", "_!=_" -> traversal(Math.min(size(values, 0), size(values, 1)));
            case "_<_", "_<=_", "_>_", "_>=_" ->
                isText(values.getFirst()) ? traversal(Math.min(size(values, 0), size(values, 1))) : 1;
            case "_+_" -> isText(values.getFirst()) ? traversal(size(values, 0) + size(values, 1)) : 1;
            case "format" -> traversal(size(values, 0));
            case "sets.contains", "sets.equivalent", "sets.intersects" -> 1 + size(values, 0) * size(values, 1);
            default -> 1;
        };
    }

    private static boolean isText(Object value) {
        return value instanceof String || value instanceof byte[];
    }

    private static long size(List<Object> values, int index) {
        return index < values.size() ? Values.size(values.get(index)) : 1;
    }

    /** Addresses are compared byte by byte; texts are read first. */
    private static long contained(List<Object> values, int times) {
        long text = values.get(1) instanceof String ? traversal(size(values, 1)) : 0;
        return traversal(16L * times) + text;
    }

    /** A look at every element, and at every character of it. */
    private static long everything(Object value) {
        return switch (value) {
            case String text -> traversal(text.length());
            case List<?> list -> {
                long cost = list.size();
                for (var item : list) {
                    cost += isText(item) ? traversal(Values.size(item)) : 0;
                }
                yield cost;
            }
            default -> 1;
        };
    }
}
