package dev.jibe.server.cel;

import dev.jibe.server.cel.library.Library;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes constants of those parts of an expression that are always the same, so that they cost nothing when it is run. */
final class Folding {

    /** What is called to look for a value among constants. */
    static final String IN_CONSTANTS = "@in_constants";

    private static final Set<String> CONVERSIONS =
            Set.of("bool", "bytes", "double", "duration", "dyn", "int", "string", "timestamp", "type", "uint");

    private Folding() {}

    /**
     * The expression in the form in which it is run.
     *
     * @throws CelFailure if a constant cannot be converted to another type
     */
    static Node of(Node node) {
        return switch (node) {
            case Node.Constant _, Node.Name _ -> node;
            case Node.Select select ->
                new Node.Select(of(select.operand()), select.field(), select.isTest(), select.shape());
            case Node.Call call -> call(call);
            case Node.MakeList list -> list(list);
            case Node.MakeMap map -> map(map);
            case Node.Fold fold ->
                new Node.Fold(
                        of(fold.range()),
                        fold.variable(),
                        fold.second(),
                        fold.accumulator(),
                        of(fold.start()),
                        of(fold.condition()),
                        of(fold.step()),
                        of(fold.result()),
                        fold.shape());
        };
    }

    private static Node call(Node.Call call) {
        var target = call.target() == null ? null : of(call.target());
        var arguments = call.arguments().stream().map(Folding::of).toList();
        if (target == null && arguments.size() == 1 && CONVERSIONS.contains(call.function())) {
            if (arguments.getFirst() instanceof Node.Constant(Object value, var _)) {
                return new Node.Constant(Library.call(call.function(), List.of(value)), call.shape());
            }
        }
        if (call.overload().equals("in_list") && arguments.get(1) instanceof Node.Constant(Object set, var _)) {
            var values = (List<?>) set;
            if (values.isEmpty()) {
                return new Node.Constant(false, call.shape());
            }
            if (values.stream().allMatch(Folding::isPlain)) {
                return new Node.Call(null, call.function(), List.of(IN_CONSTANTS), arguments, call.shape());
            }
        }
        return new Node.Call(target, call.function(), call.overloads(), arguments, call.shape());
    }

    private static boolean isPlain(Object value) {
        return Values.isNumber(value) || value instanceof String || value instanceof Boolean;
    }

    private static Node list(Node.MakeList list) {
        var elements = list.elements().stream().map(Folding::of).toList();
        var values = constants(elements);
        return values == null || !list.optional().isEmpty()
                ? new Node.MakeList(elements, list.optional(), list.shape())
                : new Node.Constant(List.copyOf(values), list.shape());
    }

    private static Node map(Node.MakeMap map) {
        var entries = map.entries().stream()
                .map(entry -> new Node.Entry(of(entry.key()), of(entry.value()), entry.isOptional()))
                .toList();
        var keys = constants(entries.stream().map(Node.Entry::key).toList());
        var values = constants(entries.stream().map(Node.Entry::value).toList());
        if (keys == null || values == null || entries.stream().anyMatch(Node.Entry::isOptional)) {
            return new Node.MakeMap(entries, map.shape());
        }
        var made = new LinkedHashMap<Object, Object>();
        for (int i = 0; i < keys.size(); i++) {
            made.put(keys.get(i), values.get(i));
        }
        return new Node.Constant(MadeMap.of(made), map.shape());
    }

    private static @Nullable List<Object> constants(List<Node> nodes) {
        var values = new ArrayList<Object>(nodes.size());
        for (var node : nodes) {
            if (!(node instanceof Node.Constant(Object value, var _))) {
                return null;
            }
            values.add(value);
        }
        return values;
    }
}
