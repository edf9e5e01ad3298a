package dev.jibe.server.authz;

import dev.jibe.server.authn.User;
import dev.jibe.server.request.RequestInfo;

/** Decides whether a user may do something. */
public interface Authorizer {

    /** What one authorizer says to a question. */
    enum Verdict {
        ALLOW,
        /** The next one is not asked. */
        DENY,
        NO_OPINION
    }

    /**
     * The answer to one question.
     *
     * @param reason why, in the words that the user is shown; may be empty
     * @param error what kept the authorizer from a better answer; empty if nothing
     */
    record Decision(Verdict verdict, String reason, String error) {
        public static final Decision NO_OPINION = new Decision(Verdict.NO_OPINION, "", "");
        public static final Decision ALLOWED = new Decision(Verdict.ALLOW, "", "");

        public static Decision allow(String reason) {
            return reason.isEmpty() ? ALLOWED : new Decision(Verdict.ALLOW, reason, "");
        }

        public static Decision deny(String reason) {
            return new Decision(Verdict.DENY, reason, "");
        }

        public static Decision noOpinion(String reason) {
            return reason.isEmpty() ? NO_OPINION : new Decision(Verdict.NO_OPINION, reason, "");
        }

        public boolean allowed() {
            return verdict == Verdict.ALLOW;
        }
    }

    Decision authorize(User user, RequestInfo request);
}
