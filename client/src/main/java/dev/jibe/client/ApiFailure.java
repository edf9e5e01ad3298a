package dev.jibe.client;

import dev.jibe.object.JsonMap;

/**
 * The answer to a call that did not succeed: a {@code Status} of the API server, or that none could be had.
 *
 * <p>Reasons are those of <a
 * href="https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/">Status</a>.
 */
public final class ApiFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final int NO_ANSWER = 0;
    private static final int CONFLICT = 409;
    private static final int GONE = 410;

    private final int code;
    private final transient JsonMap status;

    private ApiFailure(int code, JsonMap status, String message) {
        super(message);
        this.code = code;
        this.status = status;
    }

    /** The failure that a {@code Status} object tells of. */
    public static ApiFailure of(JsonMap status) {
        return new ApiFailure((int) status.number("code"), status, status.string("message"));
    }

    public static ApiFailure of(int code, String reason, String message) {
        return of(JsonMap.of(
                "apiVersion",
                "v1",
                "kind",
                "Status",
                "metadata",
                JsonMap.EMPTY,
                "status",
                "Failure",
                "code",
                (long) code,
                "reason",
                reason,
                "message",
                message));
    }

    /** No answer could be had: the connection failed or broke. Whether the call took effect is unknown. */
    public static ApiFailure unreachable(Call call, Throwable cause) {
        var failure = new ApiFailure(NO_ANSWER, JsonMap.EMPTY, call + ": " + cause.getMessage());
        failure.initCause(cause);
        return failure;
    }

    /** The HTTP status code; 0 if no answer could be had. */
    public int code() {
        return code;
    }

    public String reason() {
        return status.string("reason");
    }

    /** The {@code Status} object; empty if no answer could be had. */
    public JsonMap status() {
        return status;
    }

    public boolean isUnreachable() {
        return code == NO_ANSWER;
    }

    public boolean isNotFound() {
        return reason().equals("NotFound");
    }

    /** The object was changed by somebody else, or is not the one of the precondition. */
    public boolean isConflict() {
        return code == CONFLICT && !isAlreadyExists();
    }

    public boolean isAlreadyExists() {
        return reason().equals("AlreadyExists");
    }

    /** A resource version or continue token is too old: list again. */
    public boolean isGone() {
        return code == GONE;
    }

    /** The object or request breaks the API's rules, so that the same again is of no use. */
    public boolean isInvalid() {
        return code == 400 || code == 422;
    }

    public boolean isForbidden() {
        return code == 403;
    }

    /** Whether nothing more can be created in the namespace because it is being deleted. */
    public boolean isNamespaceTerminating() {
        return isForbidden()
                && status.map("details")
                        .list("causes")
                        .maps()
                        .anyMatch(cause -> cause.string("reason").equals("NamespaceTerminating"));
    }

    /**
     * Does something to the one object that was looked at, and is content if that is gone or has changed since.
     *
     * @return whether it was done
     */
    public static boolean unlessGone(Runnable write) {
        try {
            write.run();
            return true;
        } catch (ApiFailure failure) {
            if (!failure.isNotFound() && !failure.isConflict()) {
                throw failure;
            }
            return false;
        }
    }
}
