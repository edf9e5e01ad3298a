package dev.jibe.node.cri;

/** A refusal or failure of the container runtime. */
public final class RuntimeFailure extends RuntimeException {

    /** What kind of failure it was, as far as callers act on it. */
    public enum Code {
        NOT_FOUND,
        ALREADY_EXISTS,
        INVALID,
        UNAVAILABLE,
        TIMEOUT,
        UNIMPLEMENTED,
        OTHER
    }

    private static final long serialVersionUID = 1;

    private final Code code;

    public RuntimeFailure(Code code, String message) {
        super(message);
        this.code = code;
    }

    public RuntimeFailure(Code code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public Code code() {
        return code;
    }

    public boolean isNotFound() {
        return code == Code.NOT_FOUND;
    }

    /** What the runtime said, without null. */
    public String text() {
        String message = getMessage();
        return message == null ? code.name() : message;
    }
}
