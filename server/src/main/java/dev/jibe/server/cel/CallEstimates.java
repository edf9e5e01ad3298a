package dev.jibe.server.cel;

import dev.jibe.server.cel.Node.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What calls can cost, and how large their results can be. */
final class CallEstimates {

    private static final double REGEX = 0.25;
    private static final Range ADDRESS_BYTES = new Range(4, 16);

    private CallEstimates() {}

    /** A cost, and the size of the result if it is known. */
    record Estimate(Range cost, @Nullable Range size) {
        static Estimate of(Range cost) {
            return new Estimate(cost, null);
        }
    }

    static Estimate of(Estimator sizes, Node.Call call) {
        var arguments = call.arguments();
        var target = call.target();
        return switch (call.function()) {
            case "check" -> Estimate.of(Range.exactly(350_000));
            case "isSorted", "sum", "max", "min", "indexOf", "lastIndexOf" ->
                target == null ? Estimate.of(Range.ONE) : everything(sizes, target);
            case "url", "cidr", "isIP", "isCIDR", "quantity", "isQuantity", "semver", "isSemver" ->
                arguments.isEmpty()
                        ? Estimate.of(Range.ONE)
                        : Estimate.of(Estimator.traversal(sizes.size(arguments.getFirst())));
            case "ip" ->
                target != null
                        ? Estimate.of(Range.ONE)
                        : Estimate.of(Estimator.traversal(sizes.size(arguments.getFirst())));
            case "ip.isCanonical" ->
                Estimate.of(sizes.size(arguments.getFirst()).times(0.2));
            case "lowerAscii", "upperAscii", "substring", "trim" -> {
                var size = target == null ? Range.UNKNOWN : sizes.size(target);
                yield new Estimate(Estimator.traversal(size), size);
            }
            case "replace" -> target == null ? Estimate.of(Range.ONE) : replace(sizes, target, arguments);
            case "split" -> {
                var size = target == null ? Range.UNKNOWN : sizes.size(target);
                yield new Estimate(size.times(0.2), new Range(0, size.max()));
            }
            case "join" -> target == null ? Estimate.of(Range.ONE) : join(sizes, target, arguments);
            case "find", "findAll" -> {
                var size = target == null ? Range.UNKNOWN : sizes.size(target);
                yield new Estimate(regex(sizes, size, arguments.getFirst()), new Range(0, size.max()));
            }
            case "matches" ->
                Estimate.of(
                        regex(sizes, sizes.size(target == null ? arguments.getFirst() : target), arguments.getLast()));
            case "contains" ->
                target == null
                        ? Estimate.of(Range.ONE)
                        : Estimate.of(Estimator.traversal(sizes.size(target))
                                .times(Estimator.traversal(sizes.size(arguments.getFirst()))));
            case "containsIP", "containsCIDR" -> contained(sizes, call);
            default -> standard(sizes, call);
        };
    }

    private static Estimate standard(Estimator sizes, Node.Call call) {
        var arguments = call.arguments();
        return switch (call.function()) {
            case "format" ->
                Estimate.of(call.target() == null ? Range.ONE : Estimator.traversal(sizes.size(call.target())));
            case "startsWith", "endsWith" -> Estimate.of(Estimator.traversal(sizes.size(arguments.getFirst())));
            case "bytes" -> {
                var size = sizes.size(arguments.getFirst());
                yield new Estimate(Estimator.traversal(size), new Range(size.min(), Range.product(size.max(), 4)));
            }
            case "string" -> string(sizes, arguments.getFirst());
            case "@in" ->
                arguments.get(1).shape() == Shape.LIST
                        ? Estimate.of(sizes.size(arguments.get(1)))
                        : Estimate.of(Range.ONE);
            case "_==_", "_!=_" -> Estimate.of(comparison(sizes, arguments));
            case "_<_", "_<=_", "_>_", "_>=_" ->
                isText(arguments.get(0)) || isText(arguments.get(1))
                        ? Estimate.of(comparison(sizes, arguments))
                        : Estimate.of(Range.ONE);
            case "_+_" -> sum(sizes, arguments);
            case "sets.contains", "sets.equivalent", "sets.intersects" ->
                Estimate.of(Range.ONE.plus(sizes.size(arguments.get(0)).times(sizes.size(arguments.get(1)))));
            default -> Estimate.of(Range.ONE);
        };
    }

    private static boolean isText(Node node) {
        return node.shape() == Shape.STRING || node.shape() == Shape.BYTES;
    }

    private static Estimate string(Estimator sizes, Node argument) {
        if (argument.shape() != Shape.BYTES) {
            return argument.shape() == Shape.STRING
                    ? new Estimate(Range.ONE, sizes.size(argument))
                    : Estimate.of(Range.ONE);
        }
        var size = sizes.size(argument);
        return new Estimate(Estimator.traversal(size), new Range(size.min() / 4, size.max()));
    }

    private static Range comparison(Estimator sizes, List<Node> arguments) {
        long most = Math.min(
                sizes.size(arguments.get(0)).max(), sizes.size(arguments.get(1)).max());
        return Estimator.traversal(new Range(most > 0 ? 1 : 0, most));
    }

    private static Estimate sum(Estimator sizes, List<Node> arguments) {
        var left = arguments.get(0);
        var right = arguments.get(1);
        boolean text = isText(left) || isText(right);
        if (!text && left.shape() != Shape.LIST) {
            return Estimate.of(Range.ONE);
        }
        var size = sizes.size(left).plus(sizes.size(right));
        return new Estimate(text ? Estimator.traversal(size) : Range.ONE, size);
    }

    private static Range regex(Estimator sizes, Range text, Node pattern) {
        return Estimator.traversal(text.plus(Range.ONE))
                .times(sizes.size(pattern).times(REGEX));
    }

    private static Estimate everything(Estimator sizes, Node target) {
        if (target.shape() != Shape.LIST) {
            return Estimate.of(Estimator.traversal(sizes.size(target)));
        }
        var each = Range.ONE;
        var element = sizes.elementSize(target);
        boolean ofText = sizes.decl(target) instanceof Decl.ListOf list
                && list.element() instanceof Decl.Scalar scalar
                && (scalar.kind() == Decl.Kind.STRING || scalar.kind() == Decl.Kind.BYTES);
        if (element != null && ofText) {
            each = each.plus(Estimator.traversal(element));
        }
        return Estimate.of(sizes.size(target).times(each));
    }

    private static Estimate contained(Estimator sizes, Node.Call call) {
        var cost = Estimator.traversal(ADDRESS_BYTES.plus(ADDRESS_BYTES));
        if (call.function().equals("containsCIDR")) {
            cost = cost.plus(Estimator.traversal(ADDRESS_BYTES)).plus(Range.ONE);
        }
        var argument = call.arguments().getFirst();
        return Estimate.of(
                argument.shape() == Shape.STRING ? cost.plus(Estimator.traversal(sizes.size(argument))) : cost);
    }

    private static Estimate join(Estimator sizes, Node target, List<Node> arguments) {
        var list = sizes.size(target);
        var element = sizes.elementSize(target);
        var size = element == null ? Range.NONE : list.times(element);
        if (!arguments.isEmpty()) {
            var gaps = new Range(Math.max(0, list.min() - 1), Math.max(0, list.max() - 1));
            size = size.plus(sizes.size(arguments.getFirst()).times(gaps));
        }
        return new Estimate(Estimator.traversal(size), size);
    }

    private static Estimate replace(Estimator sizes, Node target, List<Node> arguments) {
        var size = sizes.size(target);
        var old = sizes.size(arguments.get(0));
        var with = sizes.size(arguments.get(1));
        long mostTimes;
        long mostKept = 0;
        if (old.min() == 0) {
            mostTimes = size.max() == Long.MAX_VALUE ? size.max() : size.max() + 1;
            mostKept = size.max();
        } else if (with.max() <= old.min()) {
            mostTimes = 0;
            mostKept = size.max();
        } else {
            mostTimes = (long) Math.ceil((double) size.max() / old.min());
        }
        var result = new Range(0, mostTimes).times(new Range(0, with.max())).plus(new Range(0, mostKept));
        return new Estimate(size.times(0.2), result);
    }
}
