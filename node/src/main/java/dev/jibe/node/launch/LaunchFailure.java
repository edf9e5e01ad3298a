package dev.jibe.node.launch;

/** That a container cannot be started as its spec wants it. */
public final class LaunchFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String reason;

    /** The reason is what the waiting container shows, such as {@code CreateContainerConfigError}. */
    public LaunchFailure(String reason, String message) {
        super(message);
        this.reason = reason;
    }

    public static LaunchFailure config(String message) {
        return new LaunchFailure("CreateContainerConfigError", message);
    }

    public String reason() {
        return reason;
    }

    /** The message, which there always is. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
