package dev.jibe.server.admission.policy;

/** A policy that cannot be followed; its failure policy says what that means. */
final class PolicyFailure extends RuntimeException {

    private static final long serialVersionUID = 1;

    PolicyFailure(String why) {
        super(why, null, false, false);
    }

    String why() {
        return String.valueOf(getMessage());
    }
}
