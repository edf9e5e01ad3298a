package dev.jibe.server.review;

import dev.jibe.object.JsonMap;
import dev.jibe.server.authn.User;
import dev.jibe.server.authz.Authorizer;
import dev.jibe.server.authz.Authorizer.Verdict;
import dev.jibe.server.request.ApiException;
import dev.jibe.server.request.ApiException.Named;
import dev.jibe.server.request.RequestInfo;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
        var asked = form == Form.LOCAL ? question.withAt(info.namespace(), "metadata", "namespace") : question;
        var spec = asked.map("spec");
        var errors = AccessRules.check(asked, form);
        if (!errors.isEmpty()) {
            throw ApiException.invalid(new Named("authorization.k8s.io", ""), "", errors);
        }
        var selectors = AskedSelectors.of(spec.map("resourceAttributes"));
        var decision = authorizer.authorize(form == Form.SELF ? user : Users.read(spec), attributes(spec, selectors));
        var status = JsonMap.of("allowed", decision.allowed());
        status = decision.verdict() == Verdict.DENY ? status.with("denied", true) : status;
        status = decision.reason().isEmpty() ? status : status.with("reason", decision.reason());
        var error = Stream.of(decision.error(), selectors.error())
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("; "));
        return asked.with("status", error.isEmpty() ? status : status.with("evaluationError", error));
    }

    private static RequestInfo attributes(JsonMap spec, AskedSelectors selectors) {
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
                List.of(),
                selectors.selectors());
    }
}
