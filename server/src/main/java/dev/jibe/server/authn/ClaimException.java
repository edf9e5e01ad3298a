package dev.jibe.server.authn;

/** Claims that do not make a user. */
final class ClaimException extends RuntimeException {

    private static final long serialVersionUID = 1;

    ClaimException(String message) {
        super(message, null, false, false);
    }
}
