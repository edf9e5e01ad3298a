package dev.jibe.wire;

import java.io.IOException;

/** A failure of the wire: a broken connection, a peer that breaks the protocol, an unreadable certificate. */
public class WireException extends IOException {

    public WireException(String message) {
        super(message);
    }

    public WireException(String message, Throwable cause) {
        super(message, cause);
    }
}
