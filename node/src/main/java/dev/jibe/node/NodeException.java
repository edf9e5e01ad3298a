package dev.jibe.node;

/** Something the node agent cannot do, with what a person needs to know about it. */
public final class NodeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public NodeException(String message) {
        super(message);
    }

    public NodeException(String message, Throwable cause) {
        super(message + ": " + cause.getMessage(), cause);
    }
}
