package dev.jibe.server.crd.definition;

import dev.jibe.object.JsonMap;
import dev.jibe.server.crd.path.FieldNames;
import dev.jibe.server.crd.path.Place;
import dev.jibe.server.crd.schema.Structural;
import java.util.List;

/** What is required of how a rule is written, before anybody compiles it. */
final class RuleForm {

    private static final List<String> REASONS =
            List.of("FieldValueDuplicate", "FieldValueForbidden", "FieldValueInvalid", "FieldValueRequired");

    private RuleForm() {}

    static void check(JsonMap schema, Place place, Report report) {
        var rules = schema.list("x-kubernetes-validations");
        for (int i = 0; i < rules.size(); i++) {
            check(rules.map(i), schema, place.at("x-kubernetes-validations").at(i), report);
        }
    }

    private static void check(JsonMap rule, JsonMap schema, Place at, Report report) {
        var text = rule.string("rule").strip();
        var message = rule.string("message");
        var trimmed = message.strip();
        if (text.isEmpty()) {
            report.required(at.at("rule"), "rule is not specified");
        } else if (!message.isEmpty() && trimmed.isEmpty()) {
            report.invalid(at.at("message"), message, "must be non-empty if specified");
        } else if (hasBreaks(trimmed)) {
            report.invalid(at.at("message"), message, "must not contain line breaks");
        } else if (hasBreaks(text) && trimmed.isEmpty()) {
            report.required(at.at("message"), "message must be specified if rule contains line breaks");
        }
        if (!rule.string("messageExpression").isEmpty()
                && rule.string("messageExpression").isBlank()) {
            report.required(at.at("messageExpression"), "messageExpression must be non-empty if specified");
        }
        if (rule.has("reason") && !REASONS.contains(rule.string("reason"))) {
            report.notSupported(at.at("reason"), rule.string("reason"), REASONS);
        }
        field(rule.string("fieldPath"), schema, at.at("fieldPath"), report);
    }

    private static void field(String path, JsonMap schema, Place at, Report report) {
        if (path.isEmpty()) {
            return;
        }
        if (path.isBlank()) {
            report.invalid(at, path, "must be non-empty if specified");
        }
        if (hasBreaks(path)) {
            report.invalid(at, path, "must not contain line breaks");
        }
        if (!FieldNames.check(path, Structural.of(schema), true).wrong().isEmpty()) {
            report.invalid(at, path, "must be a valid path");
        }
    }

    private static boolean hasBreaks(String text) {
        return text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0;
    }
}
