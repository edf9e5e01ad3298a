package dev.jibe.server.registry.validation;

import dev.jibe.object.selector.LabelSyntax;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Conditions in the form that newer kinds share.
 *
 * <p>See <a href="https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/">Condition</a>.
 */
final class ConditionRules {

    private static final List<String> STATUSES = List.of("False", "True", "Unknown");
    private static final int MAX_REASON = 1024;
    private static final int MAX_MESSAGE = 32 << 10;
    private static final Pattern REASON = Pattern.compile("[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?");
    private static final String NO_REASON =
            "a condition reason must start with alphabetic character, optionally followed by a string of alphanumeric"
                    + " characters or '_,:', and must end with an alphanumeric character or '_' (e.g. 'my_name',  or"
                    + " 'MY_NAME',  or 'MyName',  or 'ReasonA,ReasonB',  or 'ReasonA:ReasonB', regex used for validation is"
                    + " '" + REASON.pattern() + "')";

    private ConditionRules() {}

    /** The conditions that the object holds under {@code conditions}. */
    static void check(Place status) {
        Set<String> types = new HashSet<>();
        status.each("conditions", condition -> {
            if (!types.add(condition.text("type"))) {
                condition.duplicate("type", condition.text("type"));
            }
            condition(condition);
        });
    }

    private static void condition(Place condition) {
        condition.invalid("type", condition.text("type"), LabelSyntax.wrongKeys(condition.text("type")));
        condition.oneOf("status", STATUSES);
        if (condition.number("observedGeneration") < 0) {
            condition.invalid(
                    "observedGeneration",
                    condition.number("observedGeneration"),
                    "must be greater than or equal to zero");
        }
        if (condition.text("lastTransitionTime").isEmpty()) {
            condition.required("lastTransitionTime");
        }
        var reason = condition.text("reason");
        if (condition.need("reason")) {
            if (!REASON.matcher(reason).matches()) {
                condition.invalid("reason", reason, NO_REASON);
            }
            if (reason.length() > MAX_REASON) {
                condition.tooLong("reason", MAX_REASON);
            }
        }
        if (condition.text("message").length() > MAX_MESSAGE) {
            condition.tooLong("message", MAX_MESSAGE);
        }
    }
}
