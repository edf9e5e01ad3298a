package dev.jibe.node.allocation;

import java.io.Serial;

/** A resize that was promised could not be brought to the containers; it is tried again. */
public final class ResizeFailure extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    public ResizeFailure(String message) {
        super(message);
    }
}
