package dev.jibe.server.cel;

import dev.jibe.server.cel.Node.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Estimates what an expression can cost, from the largest values that its variables can have. */
final class Estimator {

    private static final double TRAVERSAL = 0.1;

    /** Upstream takes the keys of maps for empty. */
    private static final Decl KEY = new Decl.Scalar(Decl.Kind.STRING, 0, 0);

    private final Map<String, Decl> variables;
    private final Map<String, Local> locals = new HashMap<>();
    private final IdentityHashMap<Node, Range> sizes = new IdentityHashMap<>();
    private final IdentityHashMap<Node, Entries> entrySizes = new IdentityHashMap<>();

    /** How large the keys and the values of a list or of a map that an expression makes can be. */
    private record Entries(Kind container, Range key, Range value) {
        static @Nullable Entries or(@Nullable Entries a, @Nullable Entries b) {
            return a == null || b == null ? null : new Entries(a.container, a.key.or(b.key), a.value.or(b.value));
        }
    }

    /**
     * A way from a variable to what is declared inside of it.
     *
     * @param decl null if the declaration of the variable does not say what is there
     */
    private record Path(@Nullable Decl decl) {
        static final Path NOWHERE = new Path(null);
    }

    /** What is known of a local variable: where it comes from, and its sizes. */
    private record Local(
            @Nullable Path path,
            @Nullable Range size,
            @Nullable Entries entries) {}

    Estimator(Map<String, Decl> variables) {
        this.variables = variables;
    }

    Range cost(Node node) {
        return switch (node) {
            case Node.Constant _ -> Range.NONE;
            case Node.Name _ -> Range.ONE;
            case Node.Select select -> select(select);
            case Node.Call call -> call(call);
            case Node.MakeList list -> list(list);
            case Node.MakeMap map -> map(map);
            case Node.Fold fold -> fold.isBinding() ? binding(fold) : fold(fold);
        };
    }

    private Range select(Node.Select select) {
        var operand = cost(select.operand());
        boolean counts = !select.isTest()
                && switch (select.operand().shape().kind()) {
                    case MAP, OBJECT -> true;
                    default -> false;
                };
        return counts ? operand.plus(Range.ONE) : operand;
    }

    private Range list(Node.MakeList list) {
        var sum = Range.exactly(10);
        var element = list.elements().isEmpty() ? Range.NONE : Range.NOTHING;
        for (var item : list.elements()) {
            sum = sum.plus(cost(item));
            element = element.or(size(item));
        }
        entrySizes.put(list, new Entries(Kind.LIST, Range.ONE, element));
        return sum;
    }

    private Range map(Node.MakeMap map) {
        var sum = Range.exactly(30);
        var key = map.entries().isEmpty() ? Range.NONE : Range.NOTHING;
        var value = key;
        for (var entry : map.entries()) {
            sum = sum.plus(cost(entry.key())).plus(cost(entry.value()));
            key = key.or(size(entry.key()));
            value = value.or(size(entry.value()));
        }
        entrySizes.put(map, new Entries(Kind.MAP, key, value));
        return sum;
    }

    private Range binding(Node.Fold fold) {
        var sum = cost(fold.range()).plus(cost(fold.start()));
        var outer = bind(fold.accumulator(), start(fold));
        sum = sum.plus(cost(fold.result()));
        restore(fold.accumulator(), outer);
        copySizes(fold, fold.result());
        return sum;
    }

    private Local start(Node.Fold fold) {
        return new Local(path(fold.start()), knownSize(fold.start()), entries(fold.start()));
    }

    private Range fold(Node.Fold fold) {
        var sum = cost(fold.range()).plus(cost(fold.start()));
        var outerAccumulator = bind(fold.accumulator(), start(fold));
        boolean two = !fold.second().isEmpty();
        var outer = bind(fold.variable(), two ? key(fold.range()) : single(fold.range()));
        var outerSecond = two ? bind(fold.second(), value(fold.range())) : null;
        var round = cost(fold.condition()).plus(cost(fold.step()));
        restore(fold.variable(), outer);
        if (two) {
            restore(fold.second(), outerSecond);
        }
        sum = sum.plus(cost(fold.result()));
        restore(fold.accumulator(), outerAccumulator);
        var count = size(fold.range());
        switch (fold.start()) {
            case Node.Constant constant -> sizes.put(fold, size(constant));
            case Node.MakeList _, Node.MakeMap _ -> {
                sizes.put(fold, count);
                var made = entries(fold.step());
                if (made != null) {
                    entrySizes.put(fold, made);
                }
            }
            default -> {
                // Nothing is known of its size.
            }
        }
        return sum.plus(count.times(round));
    }

    private @Nullable Local bind(String name, Local local) {
        return locals.put(name, local);
    }

    private void restore(String name, @Nullable Local local) {
        if (local == null) {
            locals.remove(name);
        } else {
            locals.put(name, local);
        }
    }

    private Kind container(Node range) {
        var made = entries(range);
        return made == null ? range.shape().kind() : made.container();
    }

    /** What a variable that walks through keys, or positions, can be. */
    private Local key(Node range) {
        var made = entries(range);
        var path = container(range) == Kind.LIST ? Path.NOWHERE : step(range, Estimator::keys);
        return new Local(path, made == null ? null : made.key(), null);
    }

    /** What a variable that walks through values can be. */
    private Local value(Node range) {
        var made = entries(range);
        return new Local(step(range, Estimator::values), made == null ? null : made.value(), null);
    }

    /** What a variable that walks through items, or keys, can be. */
    private Local single(Node range) {
        return container(range) == Kind.LIST ? value(range) : key(range);
    }

    private static @Nullable Decl keys(Decl decl) {
        return decl instanceof Decl.MapOf ? KEY : null;
    }

    private static @Nullable Decl values(Decl decl) {
        return switch (decl) {
            case Decl.ListOf list -> list.element();
            case Decl.MapOf map -> map.value();
            default -> null;
        };
    }

    private static Function<Decl, @Nullable Decl> field(String name) {
        return decl -> {
            var property = decl instanceof Decl.ObjectOf object ? object.field(name) : null;
            return property == null ? null : property.decl();
        };
    }

    /** The way one step further; what comes from no variable is taken for the root, as upstream does. */
    private Path step(Node from, Function<Decl, @Nullable Decl> step) {
        var path = path(from);
        if (path == null) {
            return new Path(variables.get("self"));
        }
        return path.decl() == null ? path : new Path(step.apply(path.decl()));
    }

    /** The way that a node is; null if it is none. */
    private @Nullable Path path(Node node) {
        return switch (node) {
            case Node.Name(String name, var _) -> {
                var local = locals.get(name);
                yield local != null ? local.path() : new Path(variables.getOrDefault(name, variables.get("self")));
            }
            case Node.Select(Node operand, String field, boolean isTest, var _) ->
                isTest ? null : step(operand, field(field));
            case Node.Call call ->
                call.overloads().contains("index_list") || call.overloads().contains("index_map")
                        ? step(call.arguments().getFirst(), Estimator::values)
                        : null;
            default -> null;
        };
    }

    private @Nullable Decl decl(Node node) {
        var path = path(node);
        return path == null ? null : path.decl();
    }

    Range size(Node node) {
        var known = knownSize(node);
        return known == null ? Range.UNKNOWN : known;
    }

    @Nullable
    Range knownSize(Node node) {
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
        if (node.shape().isScalar()) {
            return Range.ONE;
        }
        var local = node instanceof Node.Name(String name, var _) ? locals.get(name) : null;
        return local == null ? null : local.size();
    }

    private @Nullable Entries entries(Node node) {
        var known = entrySizes.get(node);
        if (known != null) {
            return known;
        }
        var local = node instanceof Node.Name(String name, var _) ? locals.get(name) : null;
        return local == null ? null : local.entries();
    }

    private void copySizes(Node to, Node from) {
        var known = knownSize(from);
        if (known != null) {
            sizes.put(to, known);
        }
        var made = entries(from);
        if (made != null) {
            entrySizes.put(to, made);
        }
    }

    /** How large the items of a list can be, as far as declarations say it. */
    Range elementSize(Node list) {
        return decl(list) instanceof Decl.ListOf declared
                ? new Range(0, declared.element().maxElements())
                : Range.UNKNOWN;
    }

    private Range call(Node.Call call) {
        if (call.function().equals("dyn")) {
            var argument = call.arguments().getFirst();
            var cost = Range.ONE.plus(cost(argument));
            copySizes(call, argument);
            return cost;
        }
        var costs = new ArrayList<Range>();
        call.arguments().forEach(argument -> costs.add(cost(argument)));
        var target = call.target();
        var before = target == null ? Range.NONE : cost(target);
        var sum = Range.NOTHING;
        Range size = null;
        for (var overload : call.overloads()) {
            var estimate = overload(call, overload, costs);
            sum = sum.or(estimate.cost());
            if (estimate.size() != null) {
                size = size == null ? estimate.size() : size.or(estimate.size());
            }
            if (overload.equals("index_list") || overload.equals("index_map")) {
                var made = entries(call.arguments().getFirst());
                size = made == null ? null : made.value();
            }
            size = size == null ? knownSize(call) : size;
        }
        if (size != null) {
            sizes.put(call, size);
        }
        return before.plus(sum);
    }

    private CallEstimates.Estimate overload(Node.Call call, String overload, List<Range> costs) {
        var all = Range.NONE;
        for (var cost : costs) {
            all = all.plus(cost);
        }
        var arguments = call.arguments();
        switch (overload) {
            case "logical_and", "logical_or" -> {
                return CallEstimates.Estimate.of(new Range(costs.getFirst().min(), all.max()));
            }
            case "conditional" -> {
                var yes = arguments.get(1);
                var no = arguments.get(2);
                var made = Entries.or(entries(yes), entries(no));
                if (made != null) {
                    entrySizes.put(call, made);
                }
                return new CallEstimates.Estimate(
                        costs.get(0).plus(costs.get(1).or(costs.get(2))),
                        size(yes).or(size(no)));
            }
            case "add_string", "add_bytes", "add_list" -> {
                var made = Entries.or(entries(arguments.get(0)), entries(arguments.get(1)));
                if (made != null) {
                    entrySizes.put(call, made);
                }
            }
            default -> {
                // A function of its arguments.
            }
        }
        var estimate = CallEstimates.of(this, call, overload);
        return new CallEstimates.Estimate(estimate.cost().plus(all), estimate.size());
    }

    static Range traversal(Range size) {
        return size.times(TRAVERSAL);
    }
}
