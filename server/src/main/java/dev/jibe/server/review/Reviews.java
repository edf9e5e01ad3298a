package dev.jibe.server.review;

import dev.jibe.object.JsonMap;
import dev.jibe.runtime.Clock;
import dev.jibe.server.authn.TokenAuthenticator;
import dev.jibe.server.authn.User;
import dev.jibe.server.authz.CurrentAuthorizer;
import dev.jibe.server.request.RequestInfo;
import java.util.List;
import java.util.Map;

/** The resources whose objects are answered as they are created, and never stored. */
public final class Reviews {

    private final Map<String, Review> byResource;

    /** @param audiences for whom tokens are meant if nobody says */
    public Reviews(CurrentAuthorizer authorizer, TokenAuthenticator tokens, List<String> audiences, Clock clock) {
        this.byResource = Map.of(
                "selfsubjectreviews.authentication.k8s.io", new SelfReview(clock),
                "tokenreviews.authentication.k8s.io", new TokenReview(tokens, audiences),
                "subjectaccessreviews.authorization.k8s.io", new AccessReview(authorizer, AccessReview.Form.SUBJECT),
                "localsubjectaccessreviews.authorization.k8s.io", new AccessReview(authorizer, AccessReview.Form.LOCAL),
                "selfsubjectaccessreviews.authorization.k8s.io", new AccessReview(authorizer, AccessReview.Form.SELF),
                "selfsubjectrulesreviews.authorization.k8s.io", new RulesReview(authorizer));
    }

    /** One kind of question. */
    interface Review {
        /** The question together with its answer. */
        JsonMap answer(JsonMap question, RequestInfo info, User user);
    }

    public boolean has(String groupResource) {
        return byResource.containsKey(groupResource);
    }

    public JsonMap answer(String groupResource, JsonMap question, RequestInfo info, User user) {
        var review = byResource.get(groupResource);
        if (review == null) {
            throw new IllegalArgumentException(groupResource + " is no review");
        }
        return review.answer(question, info, user);
    }
}
