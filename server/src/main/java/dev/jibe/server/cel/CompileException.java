package dev.jibe.server.cel;

/** An expression that cannot be compiled; the message says why, in the words of the reference implementation. */
public final class CompileException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final boolean ofWrongType;

    CompileException(String message) {
        this(message, false);
    }

    private CompileException(String message, boolean ofWrongType) {
        super(message, null, false, false);
        this.ofWrongType = ofWrongType;
    }

    static CompileException wrongType(String wanted) {
        return new CompileException("must evaluate to a " + wanted, true);
    }

    /** Whether it compiles, but to a value of another type than is wanted. */
    public boolean isOfWrongType() {
        return ofWrongType;
    }

    public String why() {
        return String.valueOf(getMessage());
    }
}
