package dev.jibe.server.encryption;

/** Bytes of the store that no key opens, or a key that cannot be used. */
public final class EncryptionException extends RuntimeException {

    private static final long serialVersionUID = 1;

    EncryptionException(String message) {
        super(message);
    }

    EncryptionException(String message, Throwable cause) {
        super(message, cause);
    }
}
