package dev.jibe.server.registry.validation;

import dev.jibe.object.JsonMap;
import dev.jibe.object.selector.LabelSyntax;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Where pods want to be: affinity, spreading, tolerations.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/">Assigning Pods to Nodes</a>.
 */
final class AffinityRules {

    private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
    private static final String PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";
    private static final List<String> EFFECTS = List.of("NoSchedule", "PreferNoSchedule", "NoExecute");
    private static final String EXISTS_BOTH = "exists in both matchLabelKeys and ";

    private AffinityRules() {}

    static void affinity(Place affinity) {
        if (affinity.has("nodeAffinity")) {
            var node = affinity.in("nodeAffinity");
            if (node.has(REQUIRED)) {
                SelectorRules.nodes(node, REQUIRED);
            }
            node.each(PREFERRED, term -> {
                weight(term);
                SelectorRules.nodeTerm(term.in("preference"));
            });
        }
        for (var kind : List.of("podAffinity", "podAntiAffinity")) {
            if (affinity.has(kind)) {
                var pods = affinity.in(kind);
                pods.each(REQUIRED, AffinityRules::podTerm);
                pods.each(PREFERRED, term -> {
                    weight(term);
                    podTerm(term.in("podAffinityTerm"));
                });
            }
        }
    }

    private static void weight(Place term) {
        long weight = term.number("weight");
        if (weight <= 0 || weight > 100) {
            term.invalid("weight", weight, "must be in the range 1-100");
        }
    }

    private static void podTerm(Place term) {
        SelectorRules.labels(term, "labelSelector");
        SelectorRules.labels(term, "namespaceSelector");
        var namespaces = term.list("namespaces");
        for (int i = 0; i < namespaces.size(); i++) {
            var name = (String) namespaces.get(i);
            term.invalid("namespace", name, Naming.LABEL.wrong(name, false));
        }
        labelKeys(term, "matchLabelKeys");
        labelKeys(term, "mismatchLabelKeys");
        var other = term.list("mismatchLabelKeys").strings().toList();
        term.eachText("matchLabelKeys", (at, key) -> {
            if (other.contains(key)) {
                term.invalid(at, key, EXISTS_BOTH + "mismatchLabelKeys");
            }
        });
        if (term.text("topologyKey").isEmpty()) {
            term.required("topologyKey", "can not be empty");
        }
        term.invalid("topologyKey", term.text("topologyKey"), LabelSyntax.wrongKeys(term.text("topologyKey")));
    }

    private static void labelKeys(Place term, String key) {
        if (term.list(key).isEmpty()) {
            return;
        }
        if (!term.has("labelSelector")) {
            term.forbidden(key, "must not be specified when labelSelector is not set");
            return;
        }
        term.eachText(key, (at, label) -> term.invalid(at, label, LabelSyntax.wrongKeys(label)));
    }

    static void tolerations(Place parent, String key) {
        parent.each(key, AffinityRules::toleration);
    }

    private static void toleration(Place toleration) {
        var key = toleration.text("key");
        var operator = toleration.text("operator");
        var value = toleration.text("value");
        if (!key.isEmpty()) {
            toleration.invalid("key", key, LabelSyntax.wrongKeys(key));
        } else if (!operator.equals("Exists")) {
            toleration.invalid(
                    "operator",
                    operator,
                    "operator must be Exists when `key` is empty, which means \"match all values and all keys\"");
        }
        var effect = toleration.text("effect");
        if (toleration.has("tolerationSeconds") && !effect.equals("NoExecute")) {
            toleration.invalid("effect", effect, "effect must be 'NoExecute' when `tolerationSeconds` is set");
        }
        switch (operator) {
            case "", "Equal" -> {
                var wrong = LabelSyntax.wrongValues(value);
                if (!wrong.isEmpty()) {
                    toleration.invalid("operator", value, String.join(";", wrong));
                }
            }
            case "Exists" -> {
                if (!value.isEmpty()) {
                    toleration.invalid("operator", value, "value must be empty when `operator` is 'Exists'");
                }
            }
            // Known, but off by default.
            case "Lt", "Gt" -> toleration.unsupported("operator", operator, List.of("Equal", "Exists", "Lt", "Gt"));
            default -> toleration.unsupported("operator", operator, List.of("Equal", "Exists"));
        }
        if (!effect.isEmpty()) {
            toleration.oneOf("effect", EFFECTS);
        }
    }

    /** Taints of a node. */
    static void taints(Place node) {
        Set<String> seen = new HashSet<>();
        node.each("taints", taint -> {
            taint.invalid("key", taint.text("key"), LabelSyntax.wrongKeys(taint.text("key")));
            var wrong = LabelSyntax.wrongValues(taint.text("value"));
            if (!wrong.isEmpty()) {
                taint.invalid("value", taint.text("value"), String.join(";", wrong));
            }
            taint.oneOfNeeded("effect", EFFECTS);
            if (!seen.add(taint.text("key") + " " + taint.text("effect"))) {
                taint.duplicate(
                        "", GoStructs.text("Taint", taint.map()), "taints must be unique by key and effect pair");
            }
        });
    }

    static void spreading(Place spec) {
        var constraints = spec.list("topologySpreadConstraints");
        spec.each("topologySpreadConstraints", AffinityRules::constraint);
        // Repetition is looked for only where there is more than one.
        for (int i = 0; i < constraints.size(); i++) {
            for (int j = i + 1; j < constraints.size(); j++) {
                if (pair(constraints.map(i)).equals(pair(constraints.map(j)))) {
                    spec.item("topologySpreadConstraints", i)
                            .duplicate("{topologyKey, whenUnsatisfiable}", pair(constraints.map(i)));
                }
            }
        }
    }

    private static String pair(JsonMap constraint) {
        return "{" + constraint.string("topologyKey") + ", " + constraint.string("whenUnsatisfiable") + "}";
    }

    private static void constraint(Place constraint) {
        if (constraint.number("maxSkew") <= 0) {
            constraint.invalid("maxSkew", constraint.number("maxSkew"), "must be greater than zero");
        }
        if (constraint.text("topologyKey").isEmpty()) {
            constraint.required("topologyKey", "can not be empty");
        }
        var action = constraint.text("whenUnsatisfiable");
        constraint.oneOf("whenUnsatisfiable", List.of("DoNotSchedule", "ScheduleAnyway"));
        if (constraint.has("minDomains")) {
            long domains = constraint.number("minDomains");
            if (domains <= 0) {
                constraint.invalid("minDomains", domains, "must be greater than zero");
            }
            if (!action.equals("DoNotSchedule")) {
                constraint.invalid(
                        "minDomains",
                        domains,
                        "can only use minDomains if whenUnsatisfiable=DoNotSchedule, not " + action);
            }
        }
        constraint.oneOfIfSet("nodeAffinityPolicy", List.of("Honor", "Ignore"));
        constraint.oneOfIfSet("nodeTaintsPolicy", List.of("Honor", "Ignore"));
        labelKeys(constraint, "matchLabelKeys");
        SelectorRules.labels(constraint, "labelSelector");
    }
}
