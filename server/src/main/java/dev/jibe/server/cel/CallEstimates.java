package dev.jibe.server.cel;

import dev.jibe.server.cel.Node.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What calls can cost besides their arguments, and how large their results can be. */
final class CallEstimates {

    private static final double REGEX = 0.25;
    private static final Range ADDRESS_BYTES = new Range(4, 16);

    /** The longest regular expression behind the form of a name. */
    private static final double NAME_REGEX = 128;

    private CallEstimates() {}

    /** A cost, and the size of the result if it is known. */
    record Estimate(Range cost, @Nullable Range size) {
        static Estimate of(Range cost) {
            return new Estimate(cost, null);
        }
    }

    /** The cost of one of the functions that a call may lead to. */
    static Estimate of(Estimator sizes, Node.Call call, String overload) {
        var arguments = call.arguments();
        var target = call.target();
        return switch (call.function()) {
            case "check" -> Estimate.of(Range.exactly(CallCosts.AUTHORIZATION));
            case "fieldSelector", "labelSelector" -> Estimate.of(selector(sizes.size(arguments.getFirst())));
            case "isSorted", "sum", "max", "min", "indexOf", "lastIndexOf" ->
                target == null ? Estimate.of(Range.ONE) : everything(sizes, target);
            case "url", "jsonpatch.escapeKey" -> {
                var size = sizes.size(arguments.getFirst());
                yield new Estimate(Estimator.traversal(size), size);
            }
            case "cidr", "isIP", "isCIDR", "quantity", "isQuantity", "semver", "isSemver" ->
                Estimate.of(Estimator.traversal(sizes.size(arguments.getFirst())));
            case "ip" ->
                target != null
                        ? Estimate.of(Range.ONE)
                        : Estimate.of(Estimator.traversal(sizes.size(arguments.getFirst())));
            case "ip.isCanonical" ->
                Estimate.of(sizes.size(arguments.getFirst()).times(0.2));
            case "validate" ->
                Estimate.of(
                        Estimator.traversal(sizes.size(arguments.getFirst())).times(NAME_REGEX * REGEX));
            case "containsIP", "containsCIDR" -> contained(sizes, call);
            case "_==_" -> isPlain(arguments) ? plain(sizes, arguments) : standard(sizes, call, overload);
            default -> target == null ? standard(sizes, call, overload) : method(sizes, call, target, overload);
        };
    }

    private static Estimate method(Estimator sizes, Node.Call call, Node target, String overload) {
        var arguments = call.arguments();
        return switch (call.function()) {
            case "lowerAscii", "upperAscii", "substring", "trim" -> {
                var size = sizes.size(target);
                yield new Estimate(Estimator.traversal(size), size);
            }
            case "replace" ->
                Replacement.estimate(sizes.size(target), sizes.size(arguments.get(0)), sizes.size(arguments.get(1)));
            case "split" -> {
                var size = sizes.size(target);
                long most = arguments.size() > 1 && arguments.get(1) instanceof Node.Constant(Long parts, var _)
                        ? parts < 0 ? Long.MAX_VALUE : parts
                        : size.max();
                yield new Estimate(size.times(0.2), new Range(0, most));
            }
            case "join" -> join(sizes, target, arguments);
            case "find", "findAll" -> {
                var size = sizes.size(target);
                yield new Estimate(regex(sizes, size, arguments.getFirst()), new Range(0, size.max()));
            }
            default -> {
                var made = ListEstimates.of(sizes, call.function(), target, arguments, overload);
                yield made == null ? standard(sizes, call, overload) : made;
            }
        };
    }

    private static Estimate standard(Estimator sizes, Node.Call call, String overload) {
        var arguments = call.arguments();
        var target = call.target();
        return switch (overload) {
            case "starts_with_string", "ends_with_string" ->
                Estimate.of(Estimator.traversal(sizes.size(arguments.getFirst())));
            case "string_to_bytes" -> {
                var size = sizes.size(arguments.getFirst());
                yield new Estimate(Estimator.traversal(size), new Range(size.min(), Range.product(size.max(), 4)));
            }
            case "bytes_to_string" -> {
                var size = sizes.size(arguments.getFirst());
                yield new Estimate(Estimator.traversal(size), new Range(size.min() / 4, size.max()));
            }
            case "in_list" -> Estimate.of(sizes.size(arguments.get(1)));
            case "matches_string" ->
                target == null
                        ? Estimate.of(Range.ONE)
                        : Estimate.of(regex(sizes, sizes.size(target), arguments.getFirst()));
            case "contains_string" ->
                target == null
                        ? Estimate.of(Range.ONE)
                        : Estimate.of(Estimator.traversal(sizes.size(target))
                                .times(Estimator.traversal(sizes.size(arguments.getFirst()))));
            case "add_string", "add_bytes" -> {
                var size = sizes.size(arguments.get(0)).plus(sizes.size(arguments.get(1)));
                yield new Estimate(Estimator.traversal(size), size);
            }
            case "add_list" ->
                new Estimate(Range.ONE, sizes.size(arguments.get(0)).plus(sizes.size(arguments.get(1))));
            default ->
                CallCosts.COMPARISONS.contains(overload)
                        ? Estimate.of(comparison(sizes, arguments))
                        : library(sizes, call);
        };
    }

    private static Estimate library(Estimator sizes, Node.Call call) {
        var arguments = call.arguments();
        return switch (call.function()) {
            case "format" ->
                Estimate.of(call.target() == null ? Range.ONE : Estimator.traversal(sizes.size(call.target())));
            case "strings.quote" -> {
                var size = sizes.size(arguments.getFirst());
                yield new Estimate(
                        Estimator.traversal(size),
                        new Range(size.min(), Range.product(size.max(), 2)).plus(Range.exactly(2)));
            }
            case "sets.contains", "sets.intersects" -> Estimate.of(members(sizes, arguments, 1));
            case "sets.equivalent" -> Estimate.of(members(sizes, arguments, 2));
            case "lists.range" -> ListEstimates.range(arguments.getFirst());
            default -> Estimate.of(Range.ONE);
        };
    }

    private static Range members(Estimator sizes, List<Node> arguments, double factor) {
        return sizes.size(arguments.get(0))
                .times(sizes.size(arguments.get(1)))
                .times(factor)
                .plus(Range.ONE);
    }

    /** Whether two values are of one type of a library. */
    private static boolean isPlain(List<Node> arguments) {
        var left = arguments.get(0).shape();
        return left.kind() == Kind.OTHER
                && left.equals(arguments.get(1).shape())
                && (left.name().startsWith("kubernetes.") || left.name().startsWith("net."));
    }

    private static Estimate plain(Estimator sizes, List<Node> arguments) {
        return Estimate.of(
                switch (arguments.getFirst().shape().name()) {
                    case "kubernetes.NamedFormat" -> new Range(1, 7);
                    case "kubernetes.URL" -> {
                        var size = sizes.knownSize(arguments.get(1));
                        yield size == null ? Range.ONE : Estimator.traversal(new Range(1, Math.max(1, size.max())));
                    }
                    default -> Range.ONE;
                });
    }

    private static Range comparison(Estimator sizes, List<Node> arguments) {
        long most = Math.min(
                sizes.size(arguments.get(0)).max(), sizes.size(arguments.get(1)).max());
        return Estimator.traversal(new Range(most > 0 ? 1 : 0, most));
    }

    private static Range selector(Range size) {
        return Estimator.traversal(size).plus(size.times(0.5).times(50)).plus(Range.exactly(10));
    }

    private static Range regex(Estimator sizes, Range text, Node pattern) {
        return Estimator.traversal(text.plus(Range.ONE))
                .times(sizes.size(pattern).times(REGEX));
    }

    private static Estimate everything(Estimator sizes, Node target) {
        var parameters = target.shape().parameters();
        if (parameters.isEmpty()) {
            return Estimate.of(Estimator.traversal(sizes.size(target)));
        }
        var each = switch (parameters.getFirst().kind()) {
            case STRING, BYTES -> Range.ONE.plus(Estimator.traversal(sizes.elementSize(target)));
            default -> Range.ONE;
        };
        return Estimate.of(sizes.size(target).times(each));
    }

    private static Estimate contained(Estimator sizes, Node.Call call) {
        var cost = Estimator.traversal(ADDRESS_BYTES.plus(ADDRESS_BYTES));
        if (call.function().equals("containsCIDR")) {
            cost = cost.plus(Estimator.traversal(ADDRESS_BYTES)).plus(Range.ONE);
        }
        var argument = call.arguments().getFirst();
        return Estimate.of(
                argument.shape().kind() == Kind.STRING ? cost.plus(Estimator.traversal(sizes.size(argument))) : cost);
    }

    private static Estimate join(Estimator sizes, Node target, List<Node> arguments) {
        var list = sizes.size(target);
        var size = target.shape().parameters().isEmpty() ? Range.NONE : list.times(sizes.elementSize(target));
        if (!arguments.isEmpty()) {
            var gaps = new Range(Math.max(0, list.min() - 1), Math.max(0, list.max() - 1));
            size = size.plus(sizes.size(arguments.getFirst()).times(gaps));
        }
        return new Estimate(Estimator.traversal(size), size);
    }
}
