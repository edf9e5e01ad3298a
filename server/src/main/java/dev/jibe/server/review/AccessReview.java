package dev.jibe.server.review;

import dev.jibe.object.JsonMap;
import dev.jibe.object.Null;
import dev.jibe.server.authn.User;
import dev.jibe.server.authz.Authorizer;
import dev.jibe.server.request.ApiException;
import dev.jibe.server.request.ApiException.Named;
import dev.jibe.server.request.FieldError;
import dev.jibe.server.request.RequestInfo;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether somebody may do something.
 *
 * <p>See <a href="https://kubernetes.io/docs/reference/access-authn-authz/authorization/#checking-api-access">Checking API
 * access</a>.
 */
record AccessReview(Authorizer authorizer, Form form) implements Reviews.Review {

    /** About whom and where is asked. */
    enum Form {
        SUBJECT,
        LOCAL,
        SELF
    }

    @Override
    public JsonMap answer(JsonMap question, RequestInfo info, User user) {
        var spec = question.map("spec");
        var errors = check(spec, info);
        if (!errors.isEmpty()) {
            throw ApiException.invalid(new Named("authorization.k8s.io", ""), "", errors);
        }
        var decision = authorizer.authorize(form == Form.SELF ? user : Users.read(spec), asked(spec));
        var status = JsonMap.of("allowed", decision.allowed());
        return question.with("status", decision.reason().isEmpty() ? status : status.with("reason", decision.reason()));
    }

    private List<FieldError> check(JsonMap spec, RequestInfo info) {
        var errors = new ArrayList<FieldError>();
        boolean resource = spec.has("resourceAttributes");
        boolean other = spec.has("nonResourceAttributes");
        if (resource && other) {
            errors.add(FieldError.invalid(
                    "spec.nonResourceAttributes",
                    goForm(spec.map("nonResourceAttributes")),
                    "cannot be specified in combination with resourceAttributes"));
        }
        if (!resource && !other) {
            errors.add(FieldError.invalid(
                    "spec.resourceAttributes",
                    Null.NULL,
                    "exactly one of nonResourceAttributes or resourceAttributes must be specified"));
        }
        if (form != Form.SELF
                && spec.string("user").isEmpty()
                && spec.list("groups").isEmpty()) {
            errors.add(FieldError.invalid("spec.user", "", "at least one of user or group must be specified"));
        }
        if (form == Form.LOCAL) {
            var namespace = spec.map("resourceAttributes").string("namespace");
            if (other) {
                errors.add(FieldError.invalid(
                        "spec.nonResourceAttributes",
                        goForm(spec.map("nonResourceAttributes")),
                        "disallowed on this kind of request"));
            } else if (!namespace.equals(info.namespace())) {
                errors.add(FieldError.invalid(
                        "spec.resourceAttributes.namespace", namespace, "must match metadata.namespace"));
            }
        }
        return errors;
    }

    /** Upstream shows its structure, whose fields are capitalized. */
    private static JsonMap goForm(JsonMap attributes) {
        return JsonMap.of("Path", attributes.string("path"), "Verb", attributes.string("verb"));
    }

    private static RequestInfo asked(JsonMap spec) {
        var other = spec.map("nonResourceAttributes");
        if (spec.has("nonResourceAttributes")) {
            return new RequestInfo(
                    false, other.string("verb"), other.string("path"), "", "", "", "", "", "", List.of());
        }
        var resource = spec.map("resourceAttributes");
        return new RequestInfo(
                true,
                resource.string("verb"),
                "",
                resource.string("group"),
                resource.string("version"),
                resource.string("namespace"),
                resource.string("resource"),
                resource.string("subresource"),
                resource.string("name"),
                List.of());
    }
}
