package dev.jibe.server.authz;

import dev.jibe.server.authn.User;
import dev.jibe.server.request.RequestInfo;

/** An authorizer that says the same to everything. */
public record FixedAuthorizer(Decision decision) implements Authorizer {

    public static final FixedAuthorizer ALLOWING = new FixedAuthorizer(Decision.ALLOWED);
    public static final FixedAuthorizer DENYING = new FixedAuthorizer(Decision.noOpinion("Everything is forbidden."));

    @Override
    public Decision authorize(User user, RequestInfo request) {
        return decision;
    }
}
