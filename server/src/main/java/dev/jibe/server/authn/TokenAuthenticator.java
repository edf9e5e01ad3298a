package dev.jibe.server.authn;

import java.util.List;

/** Tells whose a bearer token is, if it is one of those that it knows. */
public interface TokenAuthenticator {

    /** What came of looking at a token. */
    sealed interface Outcome {
        /** The owner, and for which of the asked audiences the token holds. */
        record Known(User user, List<String> audiences) implements Outcome {}

        /** It is one of these tokens, but does not hold. */
        record Refused(String why) implements Outcome {}

        /** It is none of these tokens. */
        record Unknown() implements Outcome {}
    }

    Outcome UNKNOWN = new Outcome.Unknown();

    /**
     * Whose the token is.
     *
     * @param audiences for whom the token has to be meant; the API server's own if empty
     */
    Outcome authenticate(String token, List<String> audiences);
}
