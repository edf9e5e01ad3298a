package dev.jibe.server.cel.library;

import dev.jibe.server.cel.Values;
import java.util.List;
import java.util.Map;

/** Lists looked at as sets. */
final class Sets implements Functions {

    @Override
    public List<String> signatures() {
        return List.of(
                "sets.contains(list<T>, list<T>): bool",
                "sets.equivalent(list<T>, list<T>): bool",
                "sets.intersects(list<T>, list<T>): bool");
    }

    @Override
    public Map<String, Function> functions() {
        return Map.of(
                "sets.contains", v -> contains(list(v, 0), list(v, 1)),
                "sets.equivalent", v -> contains(list(v, 0), list(v, 1)) && contains(list(v, 1), list(v, 0)),
                "sets.intersects", v -> list(v, 1).stream().anyMatch(item -> has(list(v, 0), item)));
    }

    private static List<?> list(List<Object> values, int index) {
        return (List<?>) values.get(index);
    }

    private static boolean contains(List<?> all, List<?> some) {
        return some.stream().allMatch(item -> has(all, item));
    }

    private static boolean has(List<?> list, Object value) {
        return list.stream().anyMatch(item -> Values.equal(item, value));
    }
}
