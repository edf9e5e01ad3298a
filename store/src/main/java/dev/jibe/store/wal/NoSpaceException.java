package dev.jibe.store.wal;

import java.io.IOException;
import java.io.Serial;

/** There is no room to go on; nothing of the group was written, so it may safely be tried again. */
public final class NoSpaceException extends IOException {

    @Serial
    private static final long serialVersionUID = 1L;

    NoSpaceException(IOException cause) {
        super("cannot make room for the log: " + cause.getMessage(), cause);
    }
}
