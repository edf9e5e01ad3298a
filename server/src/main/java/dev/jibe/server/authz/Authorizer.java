package dev.jibe.server.authz;

import dev.jibe.server.authn.User;
import dev.jibe.server.request.RequestInfo;

/** Decides whether a user may do something. */
public interface Authorizer {

    /**
     * The answer to one question.
     *
     * @param reason why, in the words that the user is shown; may be empty
     */
    record Decision(boolean allowed, String reason) {
        public static final Decision NO_OPINION = new Decision(false, "");
    }

    Decision authorize(User user, RequestInfo request);
}
