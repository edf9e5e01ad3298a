package dev.jibe.node.serve;

/** A request that gets an error as its answer. */
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;

    Refused(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }

    /** The message, which there always is. */
    String text() {
        return String.valueOf(getMessage());
    }
}
