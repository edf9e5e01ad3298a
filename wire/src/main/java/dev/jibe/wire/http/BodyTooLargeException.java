package dev.jibe.wire.http;

import dev.jibe.wire.WireException;

/** A body that is larger than its reader allows; a server answers 413. */
public final class BodyTooLargeException extends WireException {

    public BodyTooLargeException(int limitBytes) {
        super("limit is " + limitBytes);
    }
}
