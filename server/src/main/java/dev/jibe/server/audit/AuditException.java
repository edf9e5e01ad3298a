package dev.jibe.server.audit;

/** An audit policy or log that cannot be used, and why. */
public final class AuditException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public AuditException(String message) {
        super(message);
    }

    public AuditException(String message, Throwable cause) {
        super(message, cause);
    }
}
