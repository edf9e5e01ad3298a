package dev.jibe.server.registry.ownership;

/** The end of a comparison between versions: one of them has no place for what the other says. */
final class NotConvertible extends RuntimeException {

    private static final long serialVersionUID = 1;

    NotConvertible(String message) {
        super(message, null, false, false);
    }
}
