package dev.jibe.server.registry.validation;

import dev.jibe.object.JsonMap;
import dev.jibe.object.selector.LabelSelector;

/** Label selectors, alone and with the template whose pods they have to find. */
final class SelectorRules {

    private SelectorRules() {}

    static void check(Checks checks, FieldPath path, JsonMap selector) {
        checks.labels(path.at("matchLabels"), selector.map("matchLabels"));
        var expressions = selector.list("matchExpressions");
        for (int i = 0; i < expressions.size(); i++) {
            var expression = expressions.map(i);
            var at = path.at("matchExpressions").at(i);
            boolean empty = expression.list("values").isEmpty();
            switch (expression.string("operator")) {
                case "In", "NotIn" -> {
                    if (empty) {
                        checks.required(at.at("values"), "must be specified when `operator` is 'In' or 'NotIn'");
                    }
                }
                case "Exists", "DoesNotExist" -> {
                    if (!empty) {
                        checks.forbidden(
                                at.at("values"), "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
                    }
                }
                default ->
                    checks.invalid(at.at("operator"), expression.string("operator"), "not a valid selector operator");
            }
            checks.qualifiedName(at.at("key"), expression.string("key"));
        }
    }

    /** A workload has to select the pods that it makes. */
    static void matchesTemplate(Checks checks, FieldPath spec, JsonMap selector, JsonMap template) {
        if (!checks.isClean() || !template.has("metadata") && selector.isEmpty()) {
            return;
        }
        var labels = template.map("metadata").map("labels");
        if (selector.isEmpty() || !LabelSelector.of(selector).matches(labels)) {
            checks.invalid(
                    spec.at("template").at("metadata").at("labels"),
                    labels.isEmpty() ? null : labels,
                    "`selector` does not match template `labels`");
        }
    }
}
