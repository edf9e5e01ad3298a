package dev.jibe.server.review;

import dev.jibe.object.JsonMap;
import dev.jibe.object.Null;
import dev.jibe.object.selector.LabelSyntax;
import dev.jibe.server.request.FieldError;
import java.util.ArrayList;
import java.util.List;

/** What a question about access has to look like. */
final class AccessRules {

    private static final String EMPTY = "must be empty";
    private static final String BOTH_NEED = "must be specified when `operator` is 'In' or 'NotIn'";
    private static final String NONE_MAY = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'";

    private AccessRules() {}

    static List<FieldError> check(JsonMap question, AccessReview.Form form) {
        var spec = question.map("spec");
        var errors = new ArrayList<FieldError>();
        boolean resource = spec.has("resourceAttributes");
        boolean other = spec.has("nonResourceAttributes");
        if (resource && other) {
            errors.add(FieldError.invalid(
                    "spec.nonResourceAttributes",
                    goForm(spec),
                    "cannot be specified in combination with resourceAttributes"));
        }
        if (!resource && !other) {
            errors.add(FieldError.invalid(
                    "spec.resourceAttributes",
                    Null.NULL,
                    "exactly one of nonResourceAttributes or resourceAttributes must be specified"));
        }
        if (form != AccessReview.Form.SELF
                && spec.string("user").isEmpty()
                && spec.list("groups").isEmpty()) {
            errors.add(FieldError.invalid("spec.user", "", "at least one of user or group must be specified"));
        }
        selectors(spec.map("resourceAttributes"), errors);
        metadata(question, form, errors);
        return errors;
    }

    private static void metadata(JsonMap question, AccessReview.Form form, List<FieldError> errors) {
        var spec = question.map("spec");
        var metadata = question.map("metadata");
        var judged = metadata.without("managedFields");
        boolean local = form == AccessReview.Form.LOCAL;
        judged = local ? judged.without("namespace") : judged;
        if (!judged.isEmpty()) {
            var message = local ? EMPTY + " except for namespace" : EMPTY;
            errors.add(FieldError.invalid("metadata", new MetadataText(metadata), message));
        }
        var asked = spec.map("resourceAttributes").string("namespace");
        if (local && spec.has("resourceAttributes") && !asked.equals(metadata.string("namespace"))) {
            errors.add(FieldError.invalid("spec.resourceAttributes.namespace", asked, "must match metadata.namespace"));
        }
        if (local && spec.has("nonResourceAttributes")) {
            errors.add(FieldError.invalid(
                    "spec.nonResourceAttributes", goForm(spec), "disallowed on this kind of request"));
        }
    }

    /** Upstream shows its structure, whose fields are capitalized. */
    private static JsonMap goForm(JsonMap spec) {
        var attributes = spec.map("nonResourceAttributes");
        return JsonMap.of("Path", attributes.string("path"), "Verb", attributes.string("verb"));
    }

    private static void selectors(JsonMap attributes, List<FieldError> errors) {
        for (var key : List.of("fieldSelector", "labelSelector")) {
            if (attributes.has(key)) {
                selector(attributes.map(key), "spec.resourceAttributes." + key, key.equals("labelSelector"), errors);
            }
        }
    }

    private static void selector(JsonMap selector, String path, boolean labels, List<FieldError> errors) {
        var raw = selector.string("rawSelector");
        var requirements = selector.list("requirements");
        if (!raw.isEmpty() && !requirements.isEmpty()) {
            errors.add(FieldError.invalid(
                    path + ".rawSelector", raw, "may not specified at the same time as requirements"));
        }
        if (raw.isEmpty() && requirements.isEmpty()) {
            errors.add(FieldError.required(
                    path + ".requirements", "when " + path + " is specified, requirements or rawSelector is required"));
        }
        for (int i = 0; i < requirements.size(); i++) {
            requirement(requirements.map(i), path + ".requirements[" + i + "]", labels, errors);
        }
    }

    private static void requirement(JsonMap requirement, String path, boolean labels, List<FieldError> errors) {
        var key = requirement.string("key");
        if (!labels && key.isEmpty()) {
            errors.add(FieldError.required(path + ".key", "must be specified"));
        }
        var values = requirement.list("values");
        switch (requirement.string("operator")) {
            case "In", "NotIn" -> {
                if (values.isEmpty()) {
                    errors.add(FieldError.required(path + ".values", BOTH_NEED));
                }
            }
            case "Exists", "DoesNotExist" -> {
                if (!values.isEmpty()) {
                    errors.add(FieldError.forbidden(path + ".values", NONE_MAY));
                }
            }
            default -> {
                // Newer clients may know operators that this server does not: they select nothing away.
            }
        }
        if (labels) {
            LabelSyntax.wrongKeys(key).forEach(why -> errors.add(FieldError.invalid(path + ".key", key, why)));
            for (int i = 0; i < values.size(); i++) {
                var value = String.valueOf(values.get(i));
                var at = path + ".values[" + i + "]";
                LabelSyntax.wrongValues(value).forEach(why -> errors.add(FieldError.invalid(at, value, why)));
            }
        }
    }
}
