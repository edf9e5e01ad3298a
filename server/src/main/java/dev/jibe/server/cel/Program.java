package dev.jibe.server.cel;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A compiled expression.
 *
 * @param plan the same in the form in which it is run
 * @param variables the declared variables, by name
 * @param type the name of its value's type, as far as it is known before
 */
public record Program(Node root, Node plan, Map<String, Decl> variables, String type) {

    /** What the variables of an expression are when it is run; null for those without a value. */
    @FunctionalInterface
    public interface Bindings {
        @Nullable
        Object value(String name);
    }

    /**
     * The value.
     *
     * @param budget what it may cost; what it has cost is taken from it even if it fails
     * @throws CelFailure if there is none
     * @throws OverBudget if it costs too much
     */
    public Object run(Bindings bindings, Budget budget) {
        return new Evaluation(bindings, budget).value(plan);
    }

    /** What running it can cost at most. */
    public long estimate() {
        return new Estimator(variables).cost(root).max();
    }

    /** Whether it looks at a variable. */
    public boolean uses(String variable) {
        return uses(root, variable);
    }

    private static boolean uses(@Nullable Node node, String variable) {
        return switch (node) {
            case null -> false;
            case Node.Constant _ -> false;
            case Node.Name name -> name.name().equals(variable);
            case Node.Select select -> uses(select.operand(), variable);
            case Node.Call call ->
                uses(call.target(), variable) || call.arguments().stream().anyMatch(a -> uses(a, variable));
            case Node.MakeList list -> list.elements().stream().anyMatch(e -> uses(e, variable));
            case Node.MakeMap map ->
                map.entries().stream().anyMatch(e -> uses(e.key(), variable) || uses(e.value(), variable));
            case Node.Fold fold ->
                uses(fold.range(), variable)
                        || uses(fold.start(), variable)
                        || uses(fold.condition(), variable)
                        || uses(fold.step(), variable)
                        || uses(fold.result(), variable);
        };
    }
}
