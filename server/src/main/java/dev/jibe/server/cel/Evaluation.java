package dev.jibe.server.cel;

import dev.jibe.object.Null;
import dev.jibe.server.cel.library.Library;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One run of an expression. */
final class Evaluation {

    private final Program.Bindings bindings;
    private final Budget budget;
    private @Nullable Frame frame;

    Evaluation(Program.Bindings bindings, Budget budget) {
        this.bindings = bindings;
        this.budget = budget;
    }

    Object value(Node node) {
        return switch (node) {
            case Node.Constant constant -> constant.value();
            case Node.Name _, Node.Select _ -> attribute(node);
            case Node.Call call -> isAttribute(call) ? attribute(call) : call(call);
            case Node.MakeList list -> {
                try {
                    yield list(list);
                } finally {
                    budget.spend(10);
                }
            }
            case Node.MakeMap map -> {
                try {
                    yield map(map);
                } finally {
                    budget.spend(30);
                }
            }
            case Node.Fold fold -> fold(fold);
        };
    }

    /** Whether it is a way from a value to one inside of it, or a choice between two such ways. */
    private static boolean isAttribute(Node node) {
        return switch (node) {
            case Node.Name _, Node.Select _ -> true;
            case Node.Call call ->
                switch (call.function()) {
                    case "_[_]", "_?._", "_[?_]", "_?_:_" -> true;
                    default -> false;
                };
            default -> false;
        };
    }

    /** The value of a whole way. Its steps cost on their own; the beginning costs if it is neither a choice nor a test. */
    private Object attribute(Node node) {
        try {
            return resolved(node);
        } finally {
            budget.spend(isFree(node) ? 0 : 1);
        }
    }

    private static boolean isFree(Node node) {
        return switch (node) {
            case Node.Select(Node operand, var _, boolean isTest, var _) -> isTest || isFree(operand);
            case Node.Call call when call.function().equals("_?_:_") -> true;
            case Node.Call call
            when isAttribute(call) -> isFree(call.arguments().getFirst());
            default -> false;
        };
    }

    /** The value of a part of a way: what it begins with costs nothing of its own. */
    private Object resolved(Node node) {
        return switch (node) {
            case Node.Name name -> variable(name.name());
            case Node.Select select -> select(select);
            case Node.Call call
            when isAttribute(call) ->
                switch (call.function()) {
                    case "_?_:_" -> chosen(call);
                    case "_[_]" -> entry(call, false);
                    default -> entry(call, true);
                };
            default -> value(node);
        };
    }

    private Object variable(String name) {
        var local = local(name);
        if (local != null) {
            check(local);
            return local;
        }
        var bound = bindings.value(name);
        if (bound != null) {
            return bound;
        }
        if (Library.isType(name)) {
            return new Values.TypeName(name);
        }
        throw new CelFailure("no such attribute(s): " + name);
    }

    private Object select(Node.Select select) {
        var operand = resolved(select.operand());
        if (operand instanceof Maybe(Object inner)) {
            var found = inner instanceof MapValue map ? map.get(select.field()) : null;
            budget.spend(found == null ? 0 : 1);
            return select.isTest() ? found != null : found == null ? Maybe.NONE : Maybe.of(found);
        }
        budget.spend(1);
        if (operand instanceof List<?>) {
            throw new CelFailure("unsupported index type 'string' in list");
        }
        var found = operand instanceof MapValue map ? map.get(select.field()) : null;
        if (select.isTest()) {
            return found != null;
        }
        if (found == null) {
            throw CelFailure.noSuchKey(select.field());
        }
        return found;
    }

    private Object chosen(Node.Call call) {
        if (!(value(call.arguments().getFirst()) instanceof Boolean isTrue)) {
            throw CelFailure.noSuchOverload();
        }
        return resolved(call.arguments().get(isTrue ? 1 : 2));
    }

    /** An entry of a list or of a map; of what may be absent, and where it is asked for so, it may be absent. */
    private Object entry(Node.Call call, boolean optional) {
        var container = resolved(call.arguments().get(0));
        if (container.equals(Maybe.NONE)) {
            return Maybe.NONE;
        }
        boolean mayBeAbsent = optional || container instanceof Maybe;
        boolean costs = true;
        try {
            var index = resolved(call.arguments().get(1));
            if (!mayBeAbsent) {
                return Indexing.at(container, index);
            }
            var found = Indexing.find(container, index);
            costs = found != null;
            return found == null ? Maybe.NONE : found instanceof Maybe ? found : Maybe.of(found);
        } finally {
            budget.spend(costs ? 1 : 0);
        }
    }

    private Object call(Node.Call call) {
        var arguments = call.arguments();
        return switch (call.function()) {
            case "_&&_" -> both(arguments.get(0), arguments.get(1), false);
            case "_||_" -> both(arguments.get(0), arguments.get(1), true);
            case "@not_strictly_false" -> {
                boolean notFalse = notFalse(arguments.getFirst());
                budget.spend(1);
                yield notFalse;
            }
            case "or", "orValue" -> alternative(call);
            default -> {
                var target = call.target();
                var values = arguments(target == null ? List.of() : List.of(target), arguments);
                Object result = Null.NULL;
                try {
                    values.forEach(Evaluation::check);
                    result = Library.call(call.function(), values);
                } finally {
                    budget.spend(CallCosts.of(call.function(), call.overload(), values, result));
                }
                yield result;
            }
        };
    }

    /** The values of arguments. Of one or two all are looked at, even if one has none; of more those up to that one. */
    private List<Object> arguments(List<Node> target, List<Node> arguments) {
        var nodes = new ArrayList<>(target);
        nodes.addAll(arguments);
        var values = new ArrayList<Object>(nodes.size());
        for (var node : nodes) {
            boolean stops = nodes.size() > 2 && values.size() < nodes.size() - 1;
            values.add(stops ? value(node) : valueOrFailure(node));
        }
        return values;
    }

    private Object valueOrFailure(Node node) {
        try {
            return value(node);
        } catch (CelFailure e) {
            return new Failed(e);
        }
    }

    private static void check(Object value) {
        if (value instanceof Failed(CelFailure why)) {
            throw why;
        }
    }

    /** The value of an optional, or another that is only looked at if there is none. */
    private Object alternative(Node.Call call) {
        var target = value(Objects.requireNonNull(call.target()));
        if (!(target instanceof Maybe maybe)) {
            throw CelFailure.noSuchOverload();
        }
        var present = maybe.value();
        if (present == null) {
            return value(call.arguments().getFirst());
        }
        return call.function().equals("or") ? target : present;
    }

    /** A disjunction or conjunction: one side can decide, even if the other has failed. */
    private boolean both(Node left, Node right, boolean deciding) {
        CelFailure failure = null;
        for (var side : List.of(left, right)) {
            try {
                if (!(value(side) instanceof Boolean bool)) {
                    throw CelFailure.noSuchOverload();
                }
                if (bool == deciding) {
                    return deciding;
                }
            } catch (CelFailure e) {
                failure = failure == null ? e : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
        return !deciding;
    }

    private boolean notFalse(Node node) {
        try {
            return !Boolean.FALSE.equals(value(node));
        } catch (CelFailure e) {
            // What failed may still be decided by another element.
            return true;
        }
    }

    private Object list(Node.MakeList list) {
        var values = new ArrayList<Object>(list.elements().size());
        for (int i = 0; i < list.elements().size(); i++) {
            var value = value(list.elements().get(i));
            if (!list.optional().contains(i)) {
                values.add(value);
            } else if (value instanceof Maybe(Object present) && present != null) {
                values.add(present);
            }
        }
        return values;
    }

    private Object map(Node.MakeMap map) {
        var entries = new LinkedHashMap<Object, Object>();
        for (var entry : map.entries()) {
            var key = value(entry.key());
            var value = value(entry.value());
            if (entry.isOptional()) {
                if (value instanceof Maybe(Object present) && present != null) {
                    entries.put(key, present);
                }
            } else {
                entries.put(key, value);
            }
        }
        return MadeMap.of(entries);
    }

    private Object fold(Node.Fold fold) {
        var range = value(fold.range());
        var outer = frame;
        var accumulator = new Frame(fold.accumulator(), start(fold.start()), fold.start(), outer);
        try {
            long position = 0;
            for (var item : items(range)) {
                frame = fold.second().isEmpty()
                        ? new Frame(fold.variable(), item, null, accumulator)
                        : pair(fold, range, item, position, accumulator);
                if (!goesOn(fold.condition())) {
                    break;
                }
                accumulator.value = valueOrFailure(fold.step());
                position++;
            }
            frame = accumulator;
            return Growing.grown(value(fold.result()));
        } finally {
            frame = outer;
        }
    }

    /** What a fold begins with, if that is known without looking at anything. */
    private static @Nullable Object start(Node start) {
        return start instanceof Node.Constant(Object value, var _) ? Growing.of(value) : null;
    }

    /** A key, or a position, and the value there. */
    private static Frame pair(Node.Fold fold, Object range, Object item, long position, Frame outer) {
        var value = range instanceof MapValue map ? Objects.requireNonNull(map.get(item)) : item;
        var key = range instanceof MapValue ? item : (Object) position;
        return new Frame(fold.second(), value, null, new Frame(fold.variable(), key, null, outer));
    }

    private boolean goesOn(Node condition) {
        try {
            return !Boolean.FALSE.equals(value(condition));
        } catch (CelFailure e) {
            // What failed may still be decided by another element.
            return true;
        }
    }

    /** A failure that was met on the way; of a fold, until another element decides. */
    private record Failed(CelFailure why) {}

    /** A local variable; one that has no value yet is given one when it is looked at. */
    private static final class Frame {
        private final String name;
        private @Nullable Object value;
        private final @Nullable Node start;
        private final @Nullable Frame outer;

        Frame(String name, @Nullable Object value, @Nullable Node start, @Nullable Frame outer) {
            this.name = name;
            this.value = value;
            this.start = start;
            this.outer = outer;
        }
    }

    /** The value of a local variable; null if there is none of that name. */
    private @Nullable Object local(String name) {
        for (var at = frame; at != null; at = at.outer) {
            if (at.name.equals(name)) {
                if (at.value == null) {
                    at.value = first(Objects.requireNonNull(at.start), at.outer);
                }
                return at.value;
            }
        }
        return null;
    }

    private Object first(Node start, @Nullable Frame outer) {
        var inner = frame;
        frame = outer;
        try {
            return valueOrFailure(start);
        } finally {
            frame = inner;
        }
    }

    private static Iterable<?> items(Object range) {
        return switch (range) {
            case List<?> list -> list;
            case MapValue map -> map.keys();
            default -> throw CelFailure.noSuchOverload();
        };
    }
}
