package dev.jibe.server.cel;

import dev.jibe.server.cel.library.Library;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One run of an expression. */
final class Evaluation {

    private final Program.Bindings bindings;
    private final Budget budget;
    private final Map<String, Object> locals = new HashMap<>();

    Evaluation(Program.Bindings bindings, Budget budget) {
        this.bindings = bindings;
        this.budget = budget;
    }

    Object value(Node node) {
        return switch (node) {
            case Node.Constant constant -> constant.value();
            case Node.Name name -> {
                budget.spend(1);
                yield variable(name.name());
            }
            case Node.Select select -> select(select);
            case Node.Call call -> call(call);
            case Node.MakeList list -> list(list);
            case Node.MakeMap map -> map(map);
            case Node.Fold fold -> fold(fold);
        };
    }

    private Object variable(String name) {
        var local = locals.get(name);
        if (local instanceof Failed(CelFailure why)) {
            throw why;
        }
        if (local != null) {
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
        var operand = value(select.operand());
        budget.spend(1);
        if (operand instanceof Maybe maybe) {
            var inner = maybe.value();
            var found = inner instanceof MapValue map ? map.get(select.field()) : null;
            return select.isTest() ? found != null : found == null ? Maybe.NONE : Maybe.of(found);
        }
        if (!(operand instanceof MapValue map)) {
            throw CelFailure.noSuchOverload();
        }
        var found = map.get(select.field());
        if (select.isTest()) {
            return found != null;
        }
        if (found == null) {
            throw CelFailure.noSuchKey(select.field());
        }
        return found;
    }

    private Object call(Node.Call call) {
        var arguments = call.arguments();
        return switch (call.function()) {
            case "_&&_" -> both(arguments.get(0), arguments.get(1), false);
            case "_||_" -> both(arguments.get(0), arguments.get(1), true);
            case "_?_:_" -> {
                if (!(value(arguments.get(0)) instanceof Boolean chosen)) {
                    throw CelFailure.noSuchOverload();
                }
                yield value(arguments.get(chosen ? 1 : 2));
            }
            case "@not_strictly_false" -> notFalse(arguments.getFirst());
            case "_[_]" -> {
                var container = value(arguments.get(0));
                var index = value(arguments.get(1));
                budget.spend(1);
                yield Indexing.at(container, index);
            }
            case "or", "orValue" -> alternative(call);
            default -> {
                var values = new ArrayList<Object>(arguments.size() + 1);
                var target = call.target();
                if (target != null) {
                    values.add(value(target));
                }
                for (var argument : arguments) {
                    values.add(value(argument));
                }
                var result = Library.call(call.function(), values);
                budget.spend(CallCosts.of(call.function(), values, result));
                yield result;
            }
        };
    }

    /** The value of an optional, or another that is only looked at if there is none. */
    private Object alternative(Node.Call call) {
        var target = value(Objects.requireNonNull(call.target()));
        budget.spend(1);
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
        budget.spend(10);
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
            } else if (entries.put(key, value) != null) {
                throw new CelFailure("Failed with repeated key: " + Values.shown(key));
            }
        }
        budget.spend(30);
        return MadeMap.of(entries);
    }

    private Object fold(Node.Fold fold) {
        var range = value(fold.range());
        var before = locals.get(fold.accumulator());
        locals.put(fold.accumulator(), value(fold.start()));
        try {
            int position = 0;
            for (var item : items(range)) {
                var oldFirst = locals.get(fold.variable());
                var oldSecond = locals.get(fold.second());
                locals.put(fold.variable(), fold.second().isEmpty() ? item : first(range, item, position));
                if (!fold.second().isEmpty()) {
                    locals.put(
                            fold.second(),
                            range instanceof MapValue map ? Objects.requireNonNull(map.get(item)) : item);
                }
                boolean goesOn;
                try {
                    goesOn = value(fold.condition()) instanceof Boolean bool && bool;
                    if (goesOn) {
                        locals.put(fold.accumulator(), step(fold));
                    }
                } finally {
                    restore(fold.variable(), oldFirst);
                    restore(fold.second(), oldSecond);
                }
                if (!goesOn) {
                    break;
                }
                position++;
            }
            return value(fold.result());
        } finally {
            restore(fold.accumulator(), before);
        }
    }

    /** A failure of one element is the value of the fold so far, until another element decides. */
    private Object step(Node.Fold fold) {
        try {
            return value(fold.step());
        } catch (CelFailure e) {
            return new Failed(e);
        }
    }

    /** A failure that was met on the way. */
    private record Failed(CelFailure why) {}

    private static Object first(Object range, Object item, int position) {
        return range instanceof MapValue ? item : (Object) (long) position;
    }

    private void restore(String name, @Nullable Object value) {
        if (value == null) {
            locals.remove(name);
        } else {
            locals.put(name, value);
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
