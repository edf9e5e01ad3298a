package dev.jibe.server.review;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.server.authn.ServiceAccountTokens;
import dev.jibe.server.authn.User;
import dev.jibe.server.request.ApiException;
import dev.jibe.server.request.RequestInfo;
import java.util.List;

/** Whose a token is, and for which of the asked audiences. */
record TokenReview(ServiceAccountTokens tokens) implements Reviews.Review {

    @Override
    public JsonMap answer(JsonMap question, RequestInfo info, User user) {
        var spec = question.map("spec");
        var token = spec.string("token");
        if (token.isEmpty()) {
            throw ApiException.badRequest("token is required for TokenReview in authentication");
        }
        var asked = spec.list("audiences").strings().toList();
        asked = asked.isEmpty() ? List.of(tokens.issuer()) : asked;
        var held = asked.stream()
                .filter(audience ->
                        tokens.authenticate(token, List.of(audience)).isPresent())
                .toList();
        var shown = question.with("spec", spec.without("token"));
        return tokens.authenticate(token, asked)
                .map(owner -> shown.with(
                        "status",
                        JsonMap.of(
                                "authenticated", true,
                                "user", Users.write(owner.authenticated()),
                                "audiences", JsonList.copyOf(held))))
                .orElseGet(() ->
                        shown.with("status", JsonMap.of("user", JsonMap.EMPTY, "error", "[invalid bearer token]")));
    }
}
