package dev.jibe.server.authz;

import dev.jibe.server.authn.User;
import dev.jibe.server.request.RequestInfo;

/** The authorizers that are configured at the moment. */
public final class CurrentAuthorizer implements Authorizer, Rules {

    private volatile AuthorizerChain chain;

    public CurrentAuthorizer(AuthorizerChain chain) {
        this.chain = chain;
    }

    /** Has others decide from now on. */
    public void replace(AuthorizerChain others) {
        chain = others;
    }

    @Override
    public Decision authorize(User user, RequestInfo request) {
        return chain.authorize(user, request);
    }

    @Override
    public Known rules(User user, String namespace) {
        return chain.rules(user, namespace);
    }
}
