package dev.jibe.server.authn;

import java.util.List;

/** The authenticators of tokens that are configured at the moment. */
public final class CurrentTokens implements TokenAuthenticator {

    private volatile TokenChain chain;

    public CurrentTokens(TokenChain chain) {
        this.chain = chain;
    }

    /** Has others look at tokens from now on. */
    public void replace(TokenChain others) {
        chain = others;
    }

    @Override
    public Outcome authenticate(String token, List<String> audiences) {
        return chain.authenticate(token, audiences);
    }
}
