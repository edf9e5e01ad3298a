package dev.jibe.server.admission.policy;

import dev.jibe.object.JsonMap;
import dev.jibe.server.admission.expression.ConditionMetrics;
import dev.jibe.server.admission.expression.Expression;
import dev.jibe.server.admission.expression.MatchConditions;
import dev.jibe.server.admission.expression.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A policy whose expressions are compiled.
 *
 * @param validations empty for policies that change objects
 * @param mutations empty for policies that refuse them
 */
record Policy(
        String name,
        JsonMap spec,
        MatchConditions conditions,
        Variables variables,
        List<Validation> validations,
        List<Annotation> annotations,
        List<Mutation> mutations) {

    /**
     * Something that must be true.
     *
     * @param message what is said if it is not; null if there is no expression for that
     */
    record Validation(
            JsonMap source, Expression expression, @Nullable Expression message) {}

    /** Something that is noted in the audit log. */
    record Annotation(String key, Expression value) {}

    /** A change. */
    record Mutation(boolean isPatch, Expression expression) {}

    static Policy of(JsonMap object) {
        var spec = object.map("spec");
        var vocabulary = new Vocabulary(spec.has("paramKind"), true, java.util.Map.of());
        var variables = Variables.of(spec, vocabulary);
        var all = variables.vocabulary();
        var validations = new ArrayList<Validation>();
        for (var validation : spec.list("validations").maps().toList()) {
            var message = validation.string("messageExpression");
            validations.add(new Validation(
                    validation,
                    all.compile(validation.string("expression"), List.of("bool")),
                    message.isEmpty() ? null : all.withoutAuthorizer().compile(message, List.of("string"))));
        }
        var annotations = spec.list("auditAnnotations")
                .maps()
                .map(a -> new Annotation(
                        a.string("key"), all.compile(a.string("valueExpression"), List.of("string", "null_type"))))
                .toList();
        var mutations = spec.list("mutations").maps().map(m -> mutation(m, all)).toList();
        return new Policy(
                object.map("metadata").string("name"),
                spec,
                MatchConditions.of(spec, vocabulary),
                variables,
                validations,
                annotations,
                mutations);
    }

    private static Mutation mutation(JsonMap mutation, Vocabulary vocabulary) {
        boolean isPatch = mutation.string("patchType").equals("JSONPatch");
        var text = mutation.map(isPatch ? "jsonPatch" : "applyConfiguration").string("expression");
        return new Mutation(isPatch, vocabulary.compile(text, types(isPatch)));
    }

    /** What an expression that changes an object has to evaluate to. */
    static List<String> types(boolean isPatch) {
        return List.of(isPatch ? "list(JSONPatch)" : "Object");
    }

    /** Upstream says of both kinds of policies that they validate. */
    ConditionMetrics.Owner owner() {
        return new ConditionMetrics.Owner("policy", name, "validate");
    }

    boolean ignoresFailures() {
        return spec.string("failurePolicy").equals("Ignore");
    }

    boolean isReinvocable() {
        return spec.string("reinvocationPolicy").equals("IfNeeded");
    }
}
