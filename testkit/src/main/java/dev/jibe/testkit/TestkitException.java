package dev.jibe.testkit;

/** Why an embedded cluster could not be started or stopped. */
public final class TestkitException extends RuntimeException {

    private static final long serialVersionUID = 1;

    TestkitException(String message) {
        super(message);
    }

    TestkitException(String message, Throwable cause) {
        super(message, cause);
    }
}
