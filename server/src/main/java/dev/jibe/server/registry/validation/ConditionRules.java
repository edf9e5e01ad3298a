package dev.jibe.server.registry.validation;

import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Conditions in the form that all kinds may use ({@code meta/v1}).
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/object-meta/">common definitions</a>.
 */
final class ConditionRules {

    private static final List<String> STATUSES = List.of("False", "True", "Unknown");
    private static final String FORM = "[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?";
    private static final Pattern REASON = Pattern.compile(FORM);
    private static final int MAX_REASON = 1024;
    private static final int MAX_MESSAGE = 32 << 10;

    private ConditionRules() {}

    static void check(Place status) {
        var seen = new HashSet<String>();
        status.each("conditions", condition -> {
            if (!seen.add(condition.text("type"))) {
                condition.duplicate("type", condition.text("type"));
            }
            condition(condition);
        });
    }

    private static void condition(Place condition) {
        condition.invalid("type", condition.text("type"), Formats.qualifiedName(condition.text("type")));
        condition.oneOf("status", STATUSES);
        if (condition.number("observedGeneration") < 0) {
            condition.invalid(
                    "observedGeneration",
                    condition.number("observedGeneration"),
                    "must be greater than or equal to zero");
        }
        if (condition.isEmpty("lastTransitionTime")) {
            condition.required("lastTransitionTime", "must be set");
        }
        var reason = condition.text("reason");
        if (reason.isEmpty()) {
            condition.required("reason", "must be set");
        } else if (!REASON.matcher(reason).matches()) {
            condition.invalid(
                    "reason",
                    reason,
                    "a condition reason must start with alphabetic character, optionally followed by a string of"
                            + " alphanumeric characters or '_,:', and must end with an alphanumeric character or '_'"
                            + " (e.g. 'my_name',  or 'MY_NAME',  or 'MyName',  or 'ReasonA,ReasonB',  or"
                            + " 'ReasonA:ReasonB', regex used for validation is '" + FORM + "')");
        }
        if (reason.length() > MAX_REASON) {
            condition.tooLong("reason", MAX_REASON);
        }
        if (condition.text("message").length() > MAX_MESSAGE) {
            condition.tooLong("message", MAX_MESSAGE);
        }
    }
}
