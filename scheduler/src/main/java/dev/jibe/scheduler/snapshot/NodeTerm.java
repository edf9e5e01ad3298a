package dev.jibe.scheduler.snapshot;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.selector.LabelSelector;
import dev.jibe.object.selector.Requirement;
import java.util.List;

/** A term that selects nodes by their labels and their names; an empty one selects none. */
public record NodeTerm(List<Requirement> labels, List<Requirement> fields) {

    /** The terms of an API's {@code NodeSelector}. */
    public static List<NodeTerm> ofSelector(JsonMap nodeSelector) {
        return nodeSelector.list("nodeSelectorTerms").maps().map(NodeTerm::of).toList();
    }

    public static NodeTerm of(JsonMap term) {
        return new NodeTerm(requirements(term.list("matchExpressions")), requirements(term.list("matchFields")));
    }

    private static List<Requirement> requirements(JsonList expressions) {
        return expressions.maps().map(NodeTerm::requirement).toList();
    }

    private static Requirement requirement(JsonMap expression) {
        return new Requirement(
                expression.string("key"),
                LabelSelector.operator(expression.string("operator")),
                expression.list("values").strings().toList());
    }

    public static boolean anyMatches(List<NodeTerm> terms, NodeInfo node) {
        for (var term : terms) {
            if (term.matches(node)) {
                return true;
            }
        }
        return false;
    }

    public boolean matches(NodeInfo node) {
        if (labels.isEmpty() && fields.isEmpty()) {
            return false;
        }
        for (var requirement : labels) {
            if (!requirement.matches(node.labels())) {
                return false;
            }
        }
        for (var requirement : fields) {
            if (!requirement.matches(JsonMap.of("metadata.name", node.name()))) {
                return false;
            }
        }
        return true;
    }
}
