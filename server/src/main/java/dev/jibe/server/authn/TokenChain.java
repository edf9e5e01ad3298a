package dev.jibe.server.authn;

import java.util.ArrayList;
import java.util.List;

/** All kinds of tokens that the server knows: the first authenticator that knows a token decides. */
public final class TokenChain implements TokenAuthenticator {

    private final List<TokenAuthenticator> authenticators;

    public TokenChain(List<TokenAuthenticator> authenticators) {
        this.authenticators = List.copyOf(authenticators);
    }

    @Override
    public Outcome authenticate(String token, List<String> audiences) {
        var errors = new ArrayList<String>();
        for (var authenticator : authenticators) {
            switch (authenticator.authenticate(token, audiences)) {
                case Outcome.Known known -> {
                    return new Outcome.Known(known.user().authenticated(), known.audiences());
                }
                case Outcome.Refused(String why) -> errors.add(why);
                case Outcome.Unknown() -> {}
            }
        }
        return errors.isEmpty() ? UNKNOWN : new Outcome.Refused(String.join(", ", errors));
    }
}
