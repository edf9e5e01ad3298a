package dev.jibe.object.quota;

import dev.jibe.object.JsonMap;
import dev.jibe.object.quantity.Quantity;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Arithmetic on amounts of named resources. */
public final class Amounts {

    private Amounts() {}

    /** The amounts of a map in an object, such as {@code requests}. */
    public static SortedMap<String, Quantity> of(JsonMap map) {
        var amounts = new TreeMap<String, Quantity>();
        map.strings().forEach((name, text) -> amounts.put(name, Quantity.parse(text)));
        return amounts;
    }

    /** The amounts as an object has them. */
    public static JsonMap tree(Map<String, Quantity> amounts) {
        var map = new TreeMap<String, Object>();
        amounts.forEach((name, amount) -> map.put(name, amount.toString()));
        return JsonMap.copyOf(map);
    }

    /** Adds to the first. */
    public static void addTo(Map<String, Quantity> sums, Map<String, Quantity> more) {
        more.forEach((name, amount) -> sums.merge(name, amount, Quantity::add));
    }

    public static SortedMap<String, Quantity> sum(Map<String, Quantity> one, Map<String, Quantity> other) {
        var sums = new TreeMap<>(one);
        addTo(sums, other);
        return sums;
    }

    /** Raises the first to the second, where that is larger. */
    static void raiseTo(Map<String, Quantity> most, Map<String, Quantity> other) {
        other.forEach((name, amount) -> most.merge(name, amount, (a, b) -> b.compareTo(a) > 0 ? b : a));
    }

    /** What is left of the first; where the second is larger, nothing. */
    public static SortedMap<String, Quantity> difference(Map<String, Quantity> from, Map<String, Quantity> less) {
        var left = new TreeMap<>(from);
        less.forEach((name, amount) -> {
            var rest = left.getOrDefault(name, Quantity.ZERO).subtract(amount);
            left.put(name, rest.signum() < 0 ? Quantity.ZERO : rest);
        });
        return left;
    }

    /** The amounts of these names only. */
    public static SortedMap<String, Quantity> only(Map<String, Quantity> amounts, Collection<String> names) {
        var kept = new TreeMap<>(amounts);
        kept.keySet().retainAll(names);
        return kept;
    }

    /** As messages print them: {@code cpu=1,memory=2Gi}. */
    public static String shown(Map<String, Quantity> amounts) {
        return new TreeMap<>(amounts)
                .entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).collect(Collectors.joining(","));
    }
}
