package dev.jibe.server.registry.validation;

import dev.jibe.object.JsonMap;
import dev.jibe.object.selector.LabelSelector;
import dev.jibe.object.selector.LabelSyntax;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Label selectors, alone and with the template whose pods they have to find; selectors of nodes. */
final class SelectorRules {

    private static final String BOTH_NEED = "must be specified when `operator` is 'In' or 'NotIn'";
    private static final String NONE_MAY = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'";
    private static final String UNKNOWN = "not a valid selector operator";

    private SelectorRules() {}

    /** A selector, if there is one. */
    static void labels(Place parent, String key) {
        if (!parent.has(key)) {
            return;
        }
        var selector = parent.in(key);
        MetaRules.labels(selector, "matchLabels");
        selector.each("matchExpressions", SelectorRules::labelRequirement);
    }

    private static void labelRequirement(Place expression) {
        boolean empty = expression.list("values").isEmpty();
        switch (expression.text("operator")) {
            case "In", "NotIn" -> {
                if (empty) {
                    expression.required("values", BOTH_NEED);
                }
            }
            case "Exists", "DoesNotExist" -> {
                if (!empty) {
                    expression.forbidden("values", NONE_MAY);
                }
            }
            default -> expression.invalid("operator", expression.text("operator"), UNKNOWN);
        }
        expression.invalid("key", expression.text("key"), LabelSyntax.wrongKeys(expression.text("key")));
        expression.eachText("values", (at, value) -> expression.invalid(at, value, LabelSyntax.wrongValues(value)));
    }

    /** Whether a selector cannot be made of it. */
    static boolean isBroken(JsonMap selector) {
        return selector.map("matchLabels").strings().entrySet().stream()
                        .anyMatch(e -> isBroken(e.getKey(), e.getValue()))
                || selector.list("matchExpressions").maps().anyMatch(SelectorRules::isBrokenRequirement);
    }

    private static boolean isBrokenRequirement(JsonMap requirement) {
        boolean none = requirement.list("values").isEmpty();
        boolean wrong = switch (requirement.string("operator")) {
            case "In", "NotIn" -> none;
            case "Exists", "DoesNotExist" -> !none;
            default -> true;
        };
        return wrong
                || !LabelSyntax.wrongKeys(requirement.string("key")).isEmpty()
                || requirement
                        .list("values")
                        .strings()
                        .anyMatch(v -> !LabelSyntax.wrongValues(v).isEmpty());
    }

    private static boolean isBroken(String key, String value) {
        return !LabelSyntax.wrongKeys(key).isEmpty()
                || !LabelSyntax.wrongValues(value).isEmpty();
    }

    /** Whether the selector finds the labels; one that is not valid finds nothing. */
    static boolean matches(JsonMap selector, JsonMap labels) {
        try {
            return LabelSelector.of(selector).matches(labels);
        } catch (RuntimeException e) {
            return false;
        }
    }

    /** How messages show a selector. */
    static GoText shown(@Nullable JsonMap selector) {
        return GoStructs.text("LabelSelector", selector);
    }

    static void nodes(Place parent, String key) {
        var selector = parent.in(key);
        if (selector.list("nodeSelectorTerms").isEmpty()) {
            selector.required("nodeSelectorTerms", "must have at least one node selector term");
        }
        selector.each("nodeSelectorTerms", term -> {
            term.each("matchExpressions", requirement -> {
                nodeRequirement(requirement);
                // Nodes have no label with a value that is none.
                requirement.eachText(
                        "values", (at, value) -> requirement.invalid(at, value, LabelSyntax.wrongValues(value)));
            });
            term.each("matchFields", SelectorRules::nodeField);
        });
    }

    static void nodeTerm(Place term) {
        term.each("matchExpressions", SelectorRules::nodeRequirement);
        term.each("matchFields", SelectorRules::nodeField);
    }

    private static void nodeRequirement(Place requirement) {
        int values = requirement.list("values").size();
        switch (requirement.text("operator")) {
            case "In", "NotIn" -> {
                if (values == 0) {
                    requirement.required("values", BOTH_NEED);
                }
            }
            case "Exists", "DoesNotExist" -> {
                if (values > 0) {
                    requirement.forbidden("values", NONE_MAY);
                }
            }
            case "Gt", "Lt" -> {
                if (values != 1) {
                    requirement.required("values", "must be specified single value when `operator` is 'Lt' or 'Gt'");
                }
            }
            default -> requirement.invalid("operator", requirement.text("operator"), UNKNOWN);
        }
        requirement.invalid("key", requirement.text("key"), LabelSyntax.wrongKeys(requirement.text("key")));
    }

    private static void nodeField(Place requirement) {
        if (List.of("In", "NotIn").contains(requirement.text("operator"))) {
            if (requirement.list("values").size() != 1) {
                requirement.required(
                        "values", "must be only one value when `operator` is 'In' or 'NotIn' for node field selector");
            }
        } else {
            requirement.invalid("operator", requirement.text("operator"), UNKNOWN);
        }
        if (!requirement.text("key").equals("metadata.name")) {
            requirement.invalid("key", requirement.text("key"), "not a valid field selector key");
        } else {
            requirement.eachText(
                    "values", (at, name) -> requirement.invalid(at, name, Naming.SUBDOMAIN.wrong(name, false)));
        }
    }
}
