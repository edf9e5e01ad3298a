package dev.jibe.server.cel.library;

import dev.jibe.server.cel.CelFailure;
import dev.jibe.server.cel.Joining;
import dev.jibe.server.cel.Values;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Functions of lists that Kubernetes adds. */
final class Lists implements Functions {

    @Override
    public List<String> signatures() {
        return List.of(
                "list<T>.isSorted(): bool",
                "list<int>.sum(): int",
                "list<uint>.sum(): uint",
                "list<double>.sum(): double",
                "list<duration>.sum(): duration",
                "list<T>.min(): T",
                "list<T>.max(): T",
                "list<T>.indexOf(T): int",
                "list<T>.lastIndexOf(T): int");
    }

    @Override
    public Map<String, Function> functions() {
        return Map.of(
                "isSorted", v -> isSorted((List<?>) v.getFirst()),
                "sum", v -> sum((List<?>) v.getFirst()),
                "min", v -> extreme((List<?>) v.getFirst(), "min", 1),
                "max", v -> extreme((List<?>) v.getFirst(), "max", -1),
                "indexOf", v -> (long) index(list(v), v.get(1), false),
                "lastIndexOf", v -> (long) index(list(v), v.get(1), true));
    }

    private static List<?> list(List<Object> values) {
        if (values.getFirst() instanceof List<?> list) {
            return list;
        }
        throw new Library.NotMine();
    }

    static Object sum(List<?> a, List<?> b) {
        return Joining.of(a, b);
    }

    private static boolean isSorted(List<?> list) {
        for (int i = 1; i < list.size(); i++) {
            if (Values.compare(list.get(i - 1), list.get(i)) > 0) {
                return false;
            }
        }
        return true;
    }

    private static Object sum(List<?> list) {
        if (list.isEmpty()) {
            return 0L;
        }
        Object sum = list.getFirst();
        for (var item : list.subList(1, list.size())) {
            sum = sum instanceof Duration length
                    ? length.plus((Duration) item)
                    : Library.call("_+_", List.of(sum, item));
        }
        return sum;
    }

    private static Object extreme(List<?> list, String name, int sign) {
        if (list.isEmpty()) {
            throw new CelFailure(name + " called on empty list");
        }
        Object best = list.getFirst();
        for (var item : list) {
            best = Values.compare(best, item) * sign > 0 ? item : best;
        }
        return best;
    }

    private static int index(List<?> list, Object value, boolean last) {
        for (int i = 0; i < list.size(); i++) {
            int at = last ? list.size() - 1 - i : i;
            if (Values.equal(list.get(at), value)) {
                return at;
            }
        }
        return -1;
    }
}
