package dev.jibe.server.admission.expression;

import dev.jibe.object.JsonMap;
import java.util.ArrayList;
import java.util.List;

/**
 * Conditions that all must hold for a webhook or policy to see a request.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#matching-requests-matchconditions">
 * Matching requests: matchConditions</a>.
 */
public record MatchConditions(List<Expression> conditions, boolean ignoresFailures) {

    /** Compiles the {@code matchConditions} of a webhook or of a policy's spec. */
    public static MatchConditions of(JsonMap source, Vocabulary vocabulary) {
        var conditions = source.list("matchConditions")
                .maps()
                .map(c -> vocabulary.compile(c.string("expression"), List.of("bool")))
                .toList();
        return new MatchConditions(conditions, source.string("failurePolicy").equals("Ignore"));
    }

    /**
     * Whether they hold.
     *
     * @param error why nobody knows; empty if somebody does
     * @param failures how many of them have no value
     */
    public record Verdict(boolean matches, String error, int failures) {
        static final Verdict MATCHES = new Verdict(true, "", 0);
    }

    /** One that does not hold decides, whatever fails. */
    Verdict check(Scene scene) {
        var errors = new ArrayList<String>();
        try {
            for (var condition : conditions) {
                var outcome = scene.evaluate(condition);
                if (outcome.isFailure()) {
                    errors.add(outcome.error());
                } else if (!outcome.isTrue()) {
                    return new Verdict(false, "", errors.size());
                }
            }
        } catch (Scene.Exhausted e) {
            return new Verdict(false, ignoresFailures ? "" : String.valueOf(e.getMessage()), 0);
        }
        if (errors.isEmpty()) {
            return Verdict.MATCHES;
        }
        var all = errors.stream().distinct().toList();
        var why = all.size() == 1 ? all.getFirst() : "[" + String.join(", ", all) + "]";
        return new Verdict(false, ignoresFailures ? "" : why, errors.size());
    }
}
