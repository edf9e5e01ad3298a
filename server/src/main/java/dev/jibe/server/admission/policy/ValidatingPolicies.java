package dev.jibe.server.admission.policy;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.json.Json;
import dev.jibe.runtime.Clock;
import dev.jibe.runtime.metrics.Metrics;
import dev.jibe.server.admission.Admission;
import dev.jibe.server.admission.Attributes;
import dev.jibe.server.admission.Compiled;
import dev.jibe.server.admission.expression.ConditionMetrics;
import dev.jibe.server.admission.expression.Scene;
import dev.jibe.server.admission.matching.Exempt;
import dev.jibe.server.admission.matching.Matching;
import dev.jibe.server.admission.policy.Applicable.Use;
import dev.jibe.server.admission.policy.PolicyMetrics.Mistake;
import dev.jibe.server.authz.Authorizer;
import dev.jibe.server.cel.Limits;
import dev.jibe.server.registry.Resources;
import dev.jibe.server.request.ApiException;
import dev.jibe.store.Store;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Refuses, warns of or notes what policies do not allow. */
public final class ValidatingPolicies implements Admission.Validating {

    private static final String GROUP = ".admissionregistration.k8s.io";
    private static final String FAILURES = "validation.policy.admission.k8s.io/validation_failure";
    private static final int MAX_ANNOTATION = 10 << 10;
    private static final String INVALID = "Invalid";

    private final Compiled<Policy> policies;
    private final Compiled<Binding> bindings;
    private final Applicable applicable;
    private final ConditionMetrics conditions;
    private final PolicyMetrics metrics;

    public ValidatingPolicies(
            Store<JsonMap> store,
            Resources resources,
            Matching matching,
            Authorizer authorizer,
            ConditionMetrics conditions,
            Metrics metrics,
            Clock clock) {
        this.conditions = conditions;
        this.metrics = PolicyMetrics.ofValidating(metrics, clock);
        this.policies = new Compiled<>(store, "validatingadmissionpolicies" + GROUP, Policy::of);
        this.bindings = new Compiled<>(store, "validatingadmissionpolicybindings" + GROUP, Binding::of);
        this.applicable = new Applicable(store, resources, matching, authorizer);
    }

    /**
     * Something that a policy does not allow.
     *
     * @param index of the validation; {@link #NOTE} if a note has no value, {@link #NOWHERE} if the policy cannot be followed
     * @param begun when it was looked at
     */
    private record Objection(Use use, int index, String message, String reason, long begun) {
        private static final int NOTE = -1;
        private static final int NOWHERE = -2;
    }

    @Override
    public void validate(Attributes attributes) {
        var all = policies.all();
        if (all.isEmpty() || Exempt.isConfiguration(attributes) || Exempt.isReview(attributes)) {
            return;
        }
        var bound = bindings.all();
        Objection denied = null;
        for (var policy : all) {
            Map<String, Set<String>> annotations = new LinkedHashMap<>();
            for (var use : applicable.of(policy, bound, attributes)) {
                for (var objection : objections(use, attributes, annotations)) {
                    // All are told, the first one that denies is the answer.
                    boolean denies = told(objection, attributes);
                    denied = denied == null && denies ? objection : denied;
                }
            }
            annotations.forEach((key, values) ->
                    attributes.feedback().annotate(policy.name() + "/" + key, String.join(", ", values)));
        }
        if (denied != null) {
            throw refusal(denied, attributes);
        }
    }

    /** Warns and notes as the binding says; true if the request is refused. */
    private boolean told(Objection objection, Attributes attributes) {
        var binding = objection.use().binding();
        if (binding == null || objection.index() == Objection.NOWHERE) {
            return true;
        }
        if (objection.index() == Objection.NOTE) {
            noted(objection, "deny");
            return true;
        }
        if (binding.does("Warn")) {
            noted(objection, "warn");
            attributes
                    .feedback()
                    .warn("Validation failed for ValidatingAdmissionPolicy '"
                            + objection.use().policy().name() + "' with binding '" + binding.name() + "': "
                            + objection.message());
        }
        if (binding.does("Audit")) {
            noted(objection, "audit");
            attributes.feedback().annotate(FAILURES, failure(objection, binding));
        }
        if (binding.does("Deny")) {
            noted(objection, "deny");
            return true;
        }
        return false;
    }

    /** A list of one failure, in JSON with upstream's order of fields. */
    private static String failure(Objection objection, Binding binding) {
        return "[{\"message\":" + Json.text(objection.message())
                + ",\"policy\":" + Json.text(objection.use().policy().name())
                + ",\"binding\":" + Json.text(binding.name())
                + ",\"expressionIndex\":" + objection.index()
                + ",\"validationActions\":" + Json.text(binding.spec().list("validationActions")) + "}]";
    }

    private void noted(Objection objection, String action) {
        metrics.note(objection.use(), Mistake.of(objection.message()), objection.begun(), action);
    }

    private List<Objection> objections(Use use, Attributes attributes, Map<String, Set<String>> annotations) {
        var policy = use.policy();
        long begun = metrics.now();
        if (!use.failure().isEmpty()) {
            return policy.ignoresFailures()
                    ? List.of()
                    : List.of(new Objection(use, Objection.NOWHERE, use.failure(), INVALID, begun));
        }
        var verdict = conditions.check(
                policy.conditions(),
                applicable.conditionScene(use, attributes),
                policy.owner(),
                attributes.operation());
        if (!verdict.error().isEmpty()) {
            return failed(use, 0, verdict.error(), begun);
        }
        if (!verdict.matches()) {
            return List.of();
        }
        try {
            var found = validated(use, applicable.scene(use, attributes));
            found.addAll(noted(use, applicable.scene(use, attributes), annotations));
            return found;
        } catch (Scene.Exhausted e) {
            return failed(use, 0, String.valueOf(e.getMessage()), begun);
        }
    }

    private List<Objection> validated(Use use, Scene scene) {
        var validations = use.policy().validations();
        var found = new ArrayList<Objection>();
        var outcomes = new ArrayList<Timed>();
        for (var validation : validations) {
            long begun = metrics.now();
            outcomes.add(new Timed(scene.evaluate(validation.expression()), begun));
        }
        for (int i = 0; i < validations.size(); i++) {
            var outcome = outcomes.get(i).outcome();
            long begun = outcomes.get(i).begun();
            if (outcome.isFailure()) {
                found.addAll(failed(use, i, outcome.error(), begun));
            } else if (!outcome.isTrue()) {
                found.addAll(broken(use, i, scene, begun));
            }
        }
        return found;
    }

    /** What came of an expression, and when it was begun. */
    private record Timed(Scene.Outcome outcome, long begun) {}

    private List<Objection> broken(Use use, int index, Scene scene, long begun) {
        var validation = use.policy().validations().get(index);
        var reason = validation.source().string("reason");
        try {
            var message = message(validation, scene);
            return List.of(new Objection(use, index, message, reason.isEmpty() ? INVALID : reason, begun));
        } catch (Scene.Exhausted e) {
            return failed(use, index, "failed messageExpression: " + e.getMessage(), begun);
        }
    }

    private List<Objection> failed(Use use, int index, String why, long begun) {
        if (use.policy().ignoresFailures()) {
            metrics.note(use, Mistake.of(why), begun, "allow");
            return List.of();
        }
        return List.of(new Objection(use, index, why, INVALID, begun));
    }

    private static String message(Policy.Validation validation, Scene scene) {
        var expression = validation.message();
        if (expression != null) {
            var made = scene.evaluate(expression).value() instanceof String text ? text.strip() : "";
            if (!made.isEmpty() && made.length() <= Limits.MESSAGE_BYTES && made.indexOf('\n') < 0) {
                return made;
            }
        }
        var message = validation.source().string("message").strip();
        return message.isEmpty()
                ? "failed expression: "
                        + validation.source().string("expression").strip()
                : message;
    }

    /** Notes what the policy wants to have noted; what has no value is refused unless failures are ignored. */
    private List<Objection> noted(Use use, Scene scene, Map<String, Set<String>> annotations) {
        var failures = new ArrayList<Objection>();
        for (var annotation : use.policy().annotations()) {
            long begun = metrics.now();
            var outcome = scene.evaluate(annotation.value());
            if (outcome.isFailure()) {
                if (!use.policy().ignoresFailures()) {
                    failures.add(new Objection(use, Objection.NOTE, outcome.error(), INVALID, begun));
                }
            } else if (Objects.requireNonNull(outcome.value()) instanceof String text && !text.isBlank()) {
                var value = text.strip();
                annotations
                        .computeIfAbsent(annotation.key(), _ -> new LinkedHashSet<>())
                        .add(value.substring(0, Math.min(value.length(), MAX_ANNOTATION)));
            }
        }
        return failures;
    }

    private static ApiException refusal(Objection objection, Attributes attributes) {
        var binding = objection.use().binding();
        var message = "ValidatingAdmissionPolicy '" + objection.use().policy().name() + "'"
                + (binding == null ? "" : " with binding '" + binding.name() + "'") + " denied request: "
                + objection.message();
        int code = switch (objection.reason()) {
            case "Forbidden" -> 403;
            case "Unauthorized" -> 401;
            case "RequestEntityTooLarge" -> 413;
            default -> 422;
        };
        var plain = attributes.forbidden(message);
        return ApiException.of(
                code,
                objection.reason(),
                String.valueOf(plain.getMessage()),
                plain.status().map("details").with("causes", JsonList.of(JsonMap.of("message", message))));
    }
}
