package dev.jibe.server.cel.library;

import dev.jibe.server.cel.CelFailure;
import dev.jibe.server.cel.Growing;
import dev.jibe.server.cel.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Functions of the language's extension for lists, and what its folds over two variables need. */
final class Sequences implements Functions {

    private static final List<String> ORDERED =
            List.of("int", "uint", "double", "bool", "duration", "timestamp", "string", "bytes");

    @Override
    public List<String> signatures() {
        return Stream.concat(
                        Stream.of(
                                "list<T>.slice(int, int): list<T>",
                                "list<list<T>>.flatten(): list<T>",
                                "list<dyn>.flatten(int): list<dyn>",
                                "list<T>.reverse(): list<T>",
                                "list<T>.distinct(): list<T>",
                                "lists.range(int): list<int>",
                                "list<optional<T>>.unwrapOpt(): list<T>"),
                        ORDERED.stream()
                                .flatMap(type -> Stream.of(
                                        "list<" + type + ">.sort(): list<" + type + ">",
                                        "list<T>.@sortByAssociatedKeys(list<" + type + ">): list<T>")))
                .toList();
    }

    @Override
    public Map<String, Function> functions() {
        return Map.of(
                "slice", v -> slice((List<?>) v.get(0), (Long) v.get(1), (Long) v.get(2)),
                "flatten", v -> flat((List<?>) v.get(0), v.size() > 1 ? (Long) v.get(1) : 1),
                "reverse", v -> List.copyOf(((List<?>) v.getFirst()).reversed()),
                "distinct", v -> distinct((List<?>) v.getFirst()),
                "lists.range", v -> range((Long) v.getFirst()),
                "sort", v -> sorted((List<?>) v.getFirst(), (List<?>) v.getFirst()),
                "@sortByAssociatedKeys", v -> sorted((List<?>) v.get(0), (List<?>) v.get(1)),
                "cel.@mapInsert", Growing::inserted);
    }

    private static Object slice(List<?> list, long from, long to) {
        var call = "cannot slice(" + from + ", " + to + "), ";
        if (from < 0 || to < 0) {
            throw new CelFailure(call + "negative indexes not supported");
        }
        if (from > to) {
            throw new CelFailure(call + "start index must be less than or equal to end index");
        }
        if (list.size() < to) {
            throw new CelFailure(call + "list is length " + list.size());
        }
        return List.copyOf(list.subList((int) from, (int) to));
    }

    private static List<Object> flat(List<?> list, long depth) {
        if (depth < 0) {
            throw new CelFailure("level must be non-negative");
        }
        var flat = new ArrayList<Object>();
        for (var item : list) {
            if (depth > 0 && item instanceof List<?> inner) {
                flat.addAll(flat(inner, depth - 1));
            } else {
                flat.add(item);
            }
        }
        return flat;
    }

    private static Object distinct(List<?> list) {
        var distinct = new ArrayList<Object>();
        for (var item : list) {
            if (distinct.stream().noneMatch(known -> Values.equal(known, item))) {
                distinct.add(item);
            }
        }
        return distinct;
    }

    private static Object range(long count) {
        if (count > Integer.MAX_VALUE) {
            throw new CelFailure("no list has " + count + " elements");
        }
        return LongStream.range(0, count).boxed().toList();
    }

    private static Object sorted(List<?> list, List<?> keys) {
        if (list.size() != keys.size()) {
            throw new CelFailure("@sortByAssociatedKeys() expected a list of the same size as the associated keys list,"
                    + " but got " + list.size() + " and " + keys.size() + " elements respectively");
        }
        if (list.isEmpty()) {
            return list;
        }
        var type = Values.typeName(keys.getFirst());
        if (!ORDERED.contains(type.replace("google.protobuf.", "").toLowerCase(java.util.Locale.ROOT))) {
            throw new CelFailure("list elements must be comparable");
        }
        if (keys.stream().anyMatch(key -> !Values.typeName(key).equals(type))) {
            throw new CelFailure("list elements must have the same type");
        }
        return IntStream.range(0, list.size())
                .boxed()
                .sorted((a, b) -> Values.compare(keys.get(a), keys.get(b)))
                .<Object>map(list::get)
                .toList();
    }
}
