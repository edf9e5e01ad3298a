package dev.jibe.server.review;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.server.authn.User;
import dev.jibe.server.authz.Rules;
import dev.jibe.server.request.ApiException;
import dev.jibe.server.request.RequestInfo;
import java.util.LinkedHashSet;

/** Everything that who asks may do in a namespace: what {@code kubectl auth can-i --list} shows. */
record RulesReview(Rules authorizer) implements Reviews.Review {

    @Override
    public JsonMap answer(JsonMap question, RequestInfo info, User user) {
        var namespace = question.map("spec").string("namespace");
        if (namespace.isEmpty()) {
            throw ApiException.badRequest("no namespace on request");
        }
        var resources = new LinkedHashSet<JsonMap>();
        var others = new LinkedHashSet<JsonMap>();
        var known = authorizer.rules(user, namespace);
        for (var rule : known.rules()) {
            (rule.list("nonResourceURLs").isEmpty() ? resources : others).add(rule);
        }
        var status = JsonMap.of(
                "resourceRules",
                JsonList.copyOf(resources),
                "nonResourceRules",
                JsonList.copyOf(others),
                "incomplete",
                !known.error().isEmpty());
        return question.with("spec", JsonMap.EMPTY)
                .with("metadata", JsonMap.EMPTY)
                .with("status", known.error().isEmpty() ? status : status.with("evaluationError", known.error()));
    }
}
