package dev.jibe.network;

/** The network of this machine cannot be brought into the wanted state. */
public final class NetworkException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public NetworkException(String message) {
        super(message);
    }

    public NetworkException(String message, Throwable cause) {
        super(message, cause);
    }
}
