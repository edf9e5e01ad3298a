package dev.jibe.server.admission.webhook;

/** A webhook that gave no answer, or one that makes no sense; its failure policy says what that means. */
final class HookFailure extends RuntimeException {

    private static final long serialVersionUID = 1;

    HookFailure(String hook, String why) {
        super("failed calling webhook \"" + hook + "\": " + why, null, false, false);
    }

    String why() {
        return String.valueOf(getMessage());
    }
}
