package dev.jibe.server.cel;

/** An expression that has no value: what it asks for is not there, or makes no sense. */
public final class CelFailure extends RuntimeException {

    private static final long serialVersionUID = 1;

    public CelFailure(String message) {
        super(message, null, false, false);
    }

    public static CelFailure noSuchOverload() {
        return new CelFailure("no such overload");
    }

    public static CelFailure noSuchKey(Object key) {
        return new CelFailure("no such key: " + Values.shown(key));
    }

    /** The message without what Java makes of its absence. */
    public String why() {
        return String.valueOf(getMessage());
    }
}
