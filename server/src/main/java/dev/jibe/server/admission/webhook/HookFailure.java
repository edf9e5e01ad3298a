package dev.jibe.server.admission.webhook;

/** A webhook that gave no answer, or one that makes no sense; its failure policy says what that means. */
final class HookFailure extends RuntimeException {

    private static final long serialVersionUID = 1;

    private static final int UNAVAILABLE = 503;

    private final int code;

    HookFailure(String hook, String why) {
        this(hook, why, UNAVAILABLE);
    }

    /** @param code by which it is counted */
    HookFailure(String hook, String why, int code) {
        super("failed calling webhook \"" + hook + "\": " + why, null, false, false);
        this.code = code;
    }

    int code() {
        return code;
    }

    String why() {
        return String.valueOf(getMessage());
    }
}
