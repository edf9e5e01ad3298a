package dev.jibe.scheduler.filter;

import dev.jibe.object.JsonMap;
import dev.jibe.object.selector.LabelSelector;
import dev.jibe.object.selector.Requirement;
import dev.jibe.scheduler.snapshot.NodeInfo;

/** Terms that select nodes by label or by name. */
public final class NodeTerms {

    private NodeTerms() {}

    /** Whether any of the terms holds; an empty term selects nothing. */
    public static boolean anyMatches(JsonMap nodeSelector, NodeInfo node) {
        return nodeSelector.list("nodeSelectorTerms").maps().anyMatch(term -> matches(term, node));
    }

    public static boolean matches(JsonMap term, NodeInfo node) {
        var expressions = term.list("matchExpressions");
        var fields = term.list("matchFields");
        if (expressions.isEmpty() && fields.isEmpty()) {
            return false;
        }
        return expressions.maps().allMatch(e -> requirement(e).matches(node.labels()))
                && fields.maps().allMatch(f -> requirement(f).matches(JsonMap.of("metadata.name", node.name())));
    }

    private static Requirement requirement(JsonMap expression) {
        return new Requirement(
                expression.string("key"),
                LabelSelector.operator(expression.string("operator")),
                expression.list("values").strings().toList());
    }
}
