package dev.jibe.server.registry.validation;

import dev.jibe.object.json.Json;
import dev.jibe.server.admission.expression.Vocabulary;
import dev.jibe.server.request.FieldError;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Policies that look at requests, and their bindings. Expressions are looked at where they are compiled.
 *
 * <p>See <a href="https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/">Validating
 * Admission Policy</a>.
 */
final class PolicyRules {

    private static final String NO_ITEM = "validations or auditAnnotations must contain at least one item";
    private static final int MAX_ANNOTATIONS = 20;
    private static final int MAX_MESSAGE_EXPRESSION = 5 << 10;

    private static final List<String> CHANGEABLE = List.of("*", "CONNECT", "CREATE", "UPDATE");

    /** Words of CEL that cannot be names. */
    private static final Set<String> RESERVED = Set.of(
            "as",
            "break",
            "const",
            "continue",
            "else",
            "false",
            "for",
            "function",
            "if",
            "import",
            "in",
            "let",
            "loop",
            "package",
            "namespace",
            "null",
            "return",
            "true",
            "var",
            "void",
            "while");

    private PolicyRules() {}

    private static void common(Place spec, boolean changing) {
        if (!spec.has("failurePolicy")) {
            spec.required("failurePolicy");
        } else {
            spec.oneOf("failurePolicy", List.of("Fail", "Ignore"));
        }
        if (spec.has("paramKind")) {
            parameterKind(spec.in("paramKind"));
        }
        if (!spec.has("matchConstraints")) {
            spec.required("matchConstraints");
        } else {
            match(spec.in("matchConstraints"));
            if (spec.map("matchConstraints").list("resourceRules").isEmpty()) {
                spec.in("matchConstraints").required("resourceRules");
            }
        }
        if (changing) {
            changeable(spec.in("matchConstraints"));
        }
        WebhookRules.conditions(spec, vocabulary(spec));
    }

    private static void parameterKind(Place kind) {
        if (kind.need("apiVersion")) {
            var version = kind.text("apiVersion");
            if (version.indexOf('/') != version.lastIndexOf('/')) {
                kind.invalid("apiVersion", version, "unexpected GroupVersion string: " + version);
            } else {
                groupVersion(kind, version);
            }
        }
        if (kind.need("kind")) {
            var wrong = Naming.LABEL_1035.wrong(kind.text("kind").toLowerCase(Locale.ROOT), false);
            if (!wrong.isEmpty()) {
                kind.invalid(
                        "kind",
                        kind.text("kind"),
                        "may have mixed case, but should otherwise match: " + String.join(",", wrong));
            }
        }
    }

    private static void groupVersion(Place kind, String text) {
        int slash = text.indexOf('/');
        var group = slash < 0 ? "" : text.substring(0, slash);
        var version = text.substring(slash + 1);
        if (!group.isEmpty()) {
            kind.invalid("apiVersion", group, Naming.SUBDOMAIN.wrong(group, false));
        }
        if (version.isEmpty()) {
            kind.invalid("apiVersion", text, "version must be specified");
        } else {
            kind.invalid("apiVersion", version, Naming.LABEL_1035.wrong(version, false));
        }
    }

    private static void match(Place match) {
        match.oneOfIfSet("matchPolicy", List.of("Equivalent", "Exact"));
        SelectorRules.labels(match, "namespaceSelector");
        SelectorRules.labels(match, "objectSelector");
        for (var key : List.of("resourceRules", "excludeResourceRules")) {
            match.each(key, rule -> {
                Set<String> names = new HashSet<>();
                rule.eachText("resourceNames", (at, name) -> {
                    rule.invalid(at, name, Naming.PATH_SEGMENT.wrong(name, false));
                    if (!names.add(name)) {
                        rule.duplicate(at, name);
                    }
                });
                WebhookRules.operations(rule);
            });
        }
    }

    private static Vocabulary vocabulary(Place spec) {
        return new Vocabulary(spec.has("paramKind"), true, Map.of());
    }

    /**
     * What expressions after the variables may use.
     *
     * @param always whether there are variables even if none is declared
     */
    private static Vocabulary variables(Place spec, boolean always) {
        boolean any = always || !spec.list("variables").isEmpty();
        var vocabulary = new Vocabulary[] {any ? vocabulary(spec).withVariables() : vocabulary(spec)};
        spec.each("variables", variable -> {
            var name = variable.text("name");
            if (variable.text("name").isEmpty()) {
                variable.required("name", "name is not specified");
            } else {
                if (!Formats.identifier(name).isEmpty() || RESERVED.contains(name)) {
                    variable.invalid("name", name, "must be a valid CEL identifier");
                }
            }
            if (variable.text("expression").isBlank()) {
                variable.required("expression", "expression is not specified");
            } else {
                var expression = Compilation.check(variable, "expression", vocabulary[0], List.of());
                vocabulary[0] = vocabulary[0].with(name, vocabulary[0].decl(expression));
            }
        });
        return vocabulary[0];
    }

    static void validating(Place object) {
        var spec = object.in("spec");
        common(spec, false);
        var vocabulary = variables(spec, false);
        if (spec.list("validations").isEmpty() && spec.list("auditAnnotations").isEmpty()) {
            spec.required("validations", NO_ITEM);
            spec.required("auditAnnotations", NO_ITEM);
            return;
        }
        spec.each("validations", validation -> validation(validation, vocabulary));
        int annotations = spec.list("auditAnnotations").size();
        if (annotations > MAX_ANNOTATIONS) {
            spec.invalid(
                    "auditAnnotations", spec.get("auditAnnotations"), "must not have more than 20 auditAnnotations");
        }
        var policy = object.map("metadata").string("name");
        Set<String> keys = new HashSet<>();
        spec.each("auditAnnotations", annotation -> {
            var key = annotation.text("key");
            if (!policy.isEmpty()) {
                annotation.invalid("key", policy + "/" + key, Formats.qualifiedName(policy + "/" + key));
            } else {
                annotation.required("key", "key is not specified");
            }
            if (annotation.text("valueExpression").isBlank()) {
                annotation.required("valueExpression", "valueExpression is not specified");
            } else if (annotation.text("valueExpression").length() > MAX_MESSAGE_EXPRESSION) {
                annotation.required("valueExpression", "must not exceed 5kb in length");
            } else {
                Compilation.check(annotation, "valueExpression", vocabulary, List.of("string", "null_type"));
            }
            if (!keys.add(key)) {
                annotation.duplicate("key", key);
            }
        });
    }

    private static void validation(Place validation, Vocabulary vocabulary) {
        var expression = validation.text("expression");
        var message = validation.text("message");
        if (expression.isBlank()) {
            validation.required("expression", "expression is not specified");
        } else {
            Compilation.check(validation, "expression", vocabulary, List.of("bool"));
        }
        var messageExpression = validation.text("messageExpression");
        if (!messageExpression.isEmpty() && messageExpression.isBlank()) {
            validation.invalid("messageExpression", messageExpression, "must be non-empty if specified");
        } else if (!messageExpression.isEmpty()) {
            Compilation.check(validation, "messageExpression", vocabulary.withoutAuthorizer(), List.of("string"));
        }
        if (!message.isEmpty() && message.isBlank()) {
            validation.invalid("message", message, "must be non-empty if specified");
        } else if (message.indexOf('\n') >= 0 || message.indexOf('\r') >= 0) {
            validation.invalid("message", message, "must not contain line breaks");
        }
        validation.oneOfIfSet("reason", List.of("Forbidden", "Invalid", "RequestEntityTooLarge"));
    }

    static void mutating(Place object) {
        var spec = object.in("spec");
        common(spec, true);
        var vocabulary = variables(spec, true);
        if (spec.list("mutations").isEmpty()) {
            spec.required("mutations", "mutations must contain at least one item");
        }
        spec.each("mutations", mutation -> mutation(mutation, vocabulary));
        spec.oneOfNeeded("reinvocationPolicy", List.of("IfNeeded", "Never"));
    }

    /** Nothing is left of what was deleted that could be changed. */
    private static void changeable(Place match) {
        match.each(
                "resourceRules",
                rule -> rule.list("operations")
                        .strings()
                        .filter(operation -> !CHANGEABLE.contains(operation))
                        .forEach(operation ->
                                match.in("resourceRules").unsupported("operations", operation, CHANGEABLE)));
    }

    private static void mutation(Place mutation, Vocabulary vocabulary) {
        var type = mutation.text("patchType");
        switch (type) {
            case "ApplyConfiguration" -> only(mutation, type, "applyConfiguration", "jsonPatch", vocabulary, "Object");
            case "JSONPatch" -> only(mutation, type, "jsonPatch", "applyConfiguration", vocabulary, "list(JSONPatch)");
            default -> mutation.oneOfNeeded("patchType", List.of("ApplyConfiguration", "JSONPatch"));
        }
    }

    private static void only(
            Place mutation, String type, String own, String other, Vocabulary vocabulary, String wanted) {
        if (!mutation.has(own)) {
            mutation.required(own, "must be specified when patchType is " + type);
        } else if (mutation.map(own).string("expression").isBlank()) {
            mutation.in(own).required("expression");
        } else {
            Compilation.check(mutation.in(own), "expression", vocabulary, List.of(wanted));
        }
        if (mutation.has(other)) {
            mutation.invalid(other, "{" + other + "}", "must not be specified when patchType is " + type);
        }
    }

    static void validatingBinding(Place object) {
        var spec = object.in("spec");
        binding(spec);
        var actions = spec.list("validationActions");
        if (actions.isEmpty()) {
            spec.required("validationActions", "at least one validation action is required");
        }
        Set<String> seen = new HashSet<>();
        spec.eachText("validationActions", (at, action) -> {
            if (!List.of("Audit", "Deny", "Warn").contains(action)) {
                spec.unsupported(at, action, List.of("Audit", "Deny", "Warn"));
            }
            if (!seen.add(action)) {
                spec.duplicate(at, action);
            }
        });
        if (seen.contains("Deny") && seen.contains("Warn")) {
            spec.invalid(
                    "validationActions",
                    actions,
                    "must not contain both Deny and Warn (repeating the same validation failure information in the API"
                            + " response and headers serves no purpose)");
        }
    }

    static void mutatingBinding(Place object) {
        binding(object.in("spec"));
        changeable(object.in("spec").in("matchResources"));
    }

    private static void binding(Place spec) {
        if (spec.need("policyName")) {
            spec.named("policyName", Naming.SUBDOMAIN);
        }
        if (spec.has("paramRef")) {
            var reference = spec.in("paramRef");
            boolean name = !reference.text("name").isEmpty();
            boolean selector = reference.has("selector");
            if (name) {
                reference.named("name", Naming.PATH_SEGMENT);
                if (selector) {
                    reference.forbidden("name", "name and selector are mutually exclusive");
                }
            }
            if (selector) {
                SelectorRules.labels(reference, "selector");
                if (name) {
                    reference.forbidden("selector", "name and selector are mutually exclusive");
                }
            }
            if (!name && !selector) {
                reference.required("", "one of name or selector must be specified");
            }
            if (reference.need("parameterNotFoundAction")) {
                missingAction(reference, reference.text("parameterNotFoundAction"));
            }
        }
        if (spec.has("matchResources")) {
            match(spec.in("matchResources"));
        }
    }

    /** Upstream names these two in this order. */
    private static void missingAction(Place reference, String action) {
        if (!action.equals("Deny") && !action.equals("Allow")) {
            reference
                    .report()
                    .add(new FieldError(
                            "FieldValueNotSupported",
                            reference.path("parameterNotFoundAction"),
                            "Unsupported value: " + Json.text(action) + ": supported values: \"Deny\", \"Allow\""));
        }
    }
}
