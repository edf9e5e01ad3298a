package dev.jibe.server.admission.policy;

import dev.jibe.object.JsonMap;
import dev.jibe.server.admission.expression.Expression;
import dev.jibe.server.admission.expression.Vocabulary;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The variables of a policy, each of which may use those before it.
 *
 * @param vocabulary with all of them
 */
public record Variables(Map<String, Expression> expressions, Vocabulary vocabulary) {

    /** Compiles the {@code variables} of a policy's spec. */
    public static Variables of(JsonMap spec, Vocabulary vocabulary) {
        var expressions = new LinkedHashMap<String, Expression>();
        var known = vocabulary;
        for (var variable : spec.list("variables").maps().toList()) {
            var expression = known.compile(variable.string("expression"), List.of());
            expressions.put(variable.string("name"), expression);
            known = known.with(variable.string("name"), known.decl(expression));
        }
        return new Variables(expressions, known);
    }
}
