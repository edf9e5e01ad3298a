package dev.jibe.server.cel;

import dev.jibe.server.cel.Node.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Estimates what an expression can cost, from the largest values that its variables can have. */
final class Estimator {

    private static final double TRAVERSAL = 0.1;

    private final Map<String, Decl> variables;
    private final Map<String, Local> locals = new HashMap<>();
    private final IdentityHashMap<Node, Range> sizes = new IdentityHashMap<>();
    private final IdentityHashMap<Node, Range> elementSizes = new IdentityHashMap<>();

    /** What is known of a local variable: its declaration if it comes from an outer one, and its size. */
    private record Local(@Nullable Decl decl, @Nullable Range size) {}

    Estimator(Map<String, Decl> variables) {
        this.variables = variables;
    }

    Range cost(Node node) {
        return switch (node) {
            case Node.Constant _ -> Range.NONE;
            case Node.Name _ -> Range.ONE;
            case Node.Select select -> select(select);
            case Node.Call call -> call(call);
            case Node.MakeList list -> {
                var sum = Range.exactly(10);
                var element = list.elements().isEmpty() ? Range.NONE : null;
                for (var item : list.elements()) {
                    sum = sum.plus(cost(item));
                    element = element == null ? size(item) : element.or(size(item));
                }
                elementSizes.put(node, element == null ? Range.NONE : element);
                yield sum;
            }
            case Node.MakeMap map -> {
                var sum = Range.exactly(30);
                for (var entry : map.entries()) {
                    sum = sum.plus(cost(entry.key())).plus(cost(entry.value()));
                }
                yield sum;
            }
            case Node.Fold fold -> fold(fold);
        };
    }

    private Range select(Node.Select select) {
        var operand = cost(select.operand());
        boolean counts = select.isTest()
                || switch (select.operand().shape()) {
                    case MAP, OBJECT -> true;
                    default -> false;
                };
        return counts ? operand.plus(Range.ONE) : operand;
    }

    private Range fold(Node.Fold fold) {
        var sum = cost(fold.range()).plus(cost(fold.start()));
        boolean isBinding = fold.range() instanceof Node.MakeList(List<Node> elements, var _, var _)
                && elements.isEmpty()
                && fold.condition() instanceof Node.Constant(Object value, var _)
                && value.equals(false);
        var outerAccumulator = locals.get(fold.accumulator());
        locals.put(fold.accumulator(), new Local(decl(fold.start()), knownSize(fold.start())));
        if (isBinding) {
            var bound = sum.plus(cost(fold.result()));
            copySize(fold, fold.result());
            restore(fold.accumulator(), outerAccumulator);
            return bound;
        }
        var outer = locals.get(fold.variable());
        var outerSecond = locals.get(fold.second());
        locals.put(fold.variable(), element(fold.range(), !fold.second().isEmpty()));
        if (!fold.second().isEmpty()) {
            locals.put(fold.second(), element(fold.range(), false));
        }
        var round = cost(fold.condition()).plus(cost(fold.step()));
        restore(fold.variable(), outer);
        restore(fold.second(), outerSecond);
        sum = sum.plus(cost(fold.result()));
        restore(fold.accumulator(), outerAccumulator);
        var count = size(fold.range());
        if (fold.start() instanceof Node.MakeList || fold.start() instanceof Node.MakeMap) {
            sizes.put(fold, count);
            var made = elementSizes.get(fold.step());
            if (made != null) {
                elementSizes.put(fold, made);
            }
        } else if (fold.start() instanceof Node.Constant) {
            sizes.put(fold, size(fold.start()));
        }
        return sum.plus(count.times(round));
    }

    private void restore(String name, @Nullable Local local) {
        if (local == null) {
            locals.remove(name);
        } else {
            locals.put(name, local);
        }
    }

    /** What a variable that walks through a range can be. */
    private Local element(Node range, boolean positions) {
        var decl = decl(range);
        return switch (decl) {
            case Decl.ListOf list -> positions ? new Local(null, Range.ONE) : new Local(list.element(), null);
            case Decl.MapOf _ -> new Local(new Decl.Scalar(Decl.Kind.STRING, Limits.MAX_REQUEST_BYTES - 2, 2), null);
            case null, default -> new Local(null, elementSizes.get(range));
        };
    }

    /** The declaration that a node leads to; null if it is no path from a variable. */
    @Nullable
    Decl decl(Node node) {
        return switch (node) {
            case Node.Name(String name, var _) -> {
                var local = locals.get(name);
                yield local != null ? local.decl() : variables.getOrDefault(name, variables.get("self"));
            }
            case Node.Select(Node operand, String field, boolean isTest, var _) ->
                isTest
                        ? null
                        : switch (decl(operand)) {
                            case Decl.ObjectOf object -> {
                                var property = object.fields().get(field);
                                yield property == null ? null : property.decl();
                            }
                            case Decl.MapOf map -> map.value();
                            case null, default -> null;
                        };
            case Node.Call(var _, String function, List<Node> arguments, var _) ->
                !function.equals("_[_]")
                        ? null
                        : switch (decl(arguments.getFirst())) {
                            case Decl.ListOf list -> list.element();
                            case Decl.MapOf map -> map.value();
                            case null, default -> null;
                        };
            default -> null;
        };
    }

    Range size(Node node) {
        var known = knownSize(node);
        return known == null ? Range.UNKNOWN : known;
    }

    private @Nullable Range knownSize(Node node) {
        var computed = sizes.get(node);
        if (computed != null) {
            return computed;
        }
        switch (node) {
            case Node.Constant(Object value, var _) -> {
                return Range.exactly(Values.size(value));
            }
            case Node.MakeList list -> {
                return Range.exactly(list.elements().size());
            }
            case Node.MakeMap map -> {
                return Range.exactly(map.entries().size());
            }
            default -> {
                // Looked up below.
            }
        }
        var decl = decl(node);
        if (decl != null) {
            return new Range(0, decl.maxElements());
        }
        if (node.shape() == Shape.SCALAR) {
            return Range.ONE;
        }
        return node instanceof Node.Name(String name, var _) && locals.containsKey(name)
                ? Objects.requireNonNull(locals.get(name)).size()
                : null;
    }

    /** How large the elements of a made list are; null if that is not known. */
    @Nullable
    Range elementSize(Node node) {
        return decl(node) instanceof Decl.ListOf list
                ? new Range(0, list.element().maxElements())
                : elementSizes.get(node);
    }

    private void copySize(Node to, Node from) {
        var known = knownSize(from);
        if (known != null) {
            sizes.put(to, known);
        }
    }

    private Range call(Node.Call call) {
        var arguments = Range.NONE;
        var costs = new ArrayList<Range>();
        for (var argument : call.arguments()) {
            var cost = cost(argument);
            costs.add(cost);
            arguments = arguments.plus(cost);
        }
        var target = call.target();
        var before = target == null ? Range.NONE : cost(target);
        switch (call.function()) {
            case "dyn" -> {
                copySize(call, call.arguments().getFirst());
                return Range.ONE.plus(arguments);
            }
            case "_&&_", "_||_" -> {
                return new Range(costs.getFirst().min(), arguments.max());
            }
            case "_?_:_" -> {
                var yes = call.arguments().get(1);
                var no = call.arguments().get(2);
                sizes.put(call, size(yes).or(size(no)));
                return costs.get(0).plus(costs.get(1).or(costs.get(2)));
            }
            default -> {
                // A function of its arguments.
            }
        }
        var estimate = CallEstimates.of(this, call);
        if (estimate.size() != null) {
            sizes.put(call, estimate.size());
        }
        return before.plus(arguments).plus(estimate.cost());
    }

    static Range traversal(Range size) {
        return size.times(TRAVERSAL);
    }
}
