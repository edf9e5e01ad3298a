package dev.jibe.server.review;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.server.authn.TokenAuthenticator;
import dev.jibe.server.authn.TokenAuthenticator.Outcome;
import dev.jibe.server.authn.User;
import dev.jibe.server.request.ApiException;
import dev.jibe.server.request.RequestInfo;
import java.util.List;

/**
 * Whose a token is, and for which of the asked audiences.
 *
 * @param ownAudiences for whom tokens are meant if nobody says
 */
record TokenReview(TokenAuthenticator tokens, List<String> ownAudiences) implements Reviews.Review {

    @Override
    public JsonMap answer(JsonMap question, RequestInfo info, User user) {
        var spec = question.map("spec");
        var token = spec.string("token");
        if (token.isEmpty()) {
            throw ApiException.badRequest("token is required for TokenReview in authentication");
        }
        var asked = spec.list("audiences").strings().toList();
        asked = asked.isEmpty() ? ownAudiences : asked;
        var shown = question.with("spec", spec.without("token"));
        return switch (tokens.authenticate(token, asked)) {
            case Outcome.Known(User owner, List<String> audiences) ->
                shown.with(
                        "status",
                        JsonMap.of(
                                "authenticated", true,
                                "user", Users.write(owner.authenticated()),
                                "audiences", JsonList.copyOf(audiences)));
            case Outcome.Refused(String why) -> refused(shown, "[invalid bearer token, " + why + "]");
            case Outcome.Unknown() -> refused(question, "invalid bearer token");
        };
    }

    private static JsonMap refused(JsonMap shown, String error) {
        return shown.with("status", JsonMap.of("user", JsonMap.EMPTY, "error", error));
    }
}
