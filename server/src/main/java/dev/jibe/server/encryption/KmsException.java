package dev.jibe.server.encryption;

/** A key management service that could not be asked, or did not do what it was asked. */
final class KmsException extends RuntimeException {

    private static final long serialVersionUID = 1;

    KmsException(String message) {
        super(message);
    }

    KmsException(String message, Throwable cause) {
        super(message, cause);
    }
}
