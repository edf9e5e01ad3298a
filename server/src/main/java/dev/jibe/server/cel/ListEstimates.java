package dev.jibe.server.cel;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What functions can cost that make lists of lists. */
final class ListEstimates {

    private static final double COMPARISONS = 2.0;
    private static final double OF_TEXT = 0.1;

    private ListEstimates() {}

    /** The cost of a method of a list; null if it is none that is known here. */
    static CallEstimates.@Nullable Estimate of(
            Estimator sizes, String function, Node target, List<Node> arguments, String overload) {
        return switch (function) {
            case "slice" -> {
                long from = constant(arguments.get(0), 0);
                long to = constant(arguments.get(1), sizes.size(target).max());
                yield made(1, Range.exactly(to < from ? Long.MAX_VALUE : to - from));
            }
            case "flatten" ->
                made(
                        arguments.isEmpty() ? 1 : (double) constant(arguments.getFirst(), Long.MAX_VALUE),
                        sizes.size(target));
            case "reverse" -> made(1, sizes.size(target));
            case "distinct" -> compared(sizes.size(target), COMPARISONS);
            case "sort" -> compared(sizes.size(target), COMPARISONS + text(overload));
            case "@sortByAssociatedKeys" -> compared(sizes.size(arguments.getFirst()), COMPARISONS + text(overload));
            default -> null;
        };
    }

    static CallEstimates.Estimate range(Node count) {
        return made(1, Range.exactly(constant(count, Long.MAX_VALUE)));
    }

    private static double text(String overload) {
        return overload.contains("list_string_") || overload.contains("list_bytes_") ? OF_TEXT : 0;
    }

    private static long constant(Node node, long otherwise) {
        return node instanceof Node.Constant(Long value, var _) ? Math.max(0, value) : otherwise;
    }

    private static CallEstimates.Estimate compared(Range size, double factor) {
        return made(factor, size.times(size));
    }

    private static CallEstimates.Estimate made(double factor, Range size) {
        return new CallEstimates.Estimate(size.times(factor).plus(Range.exactly(11)), size);
    }
}
