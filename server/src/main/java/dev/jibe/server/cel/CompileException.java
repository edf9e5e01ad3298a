package dev.jibe.server.cel;

/** An expression that cannot be compiled; the message says why, in the words of the reference implementation. */
public final class CompileException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String stage;
    private final boolean ofWrongType;
    private final String found;

    CompileException(String message) {
        this(message, "compilation", false, "");
    }

    private CompileException(String message, String stage, boolean ofWrongType, String found) {
        super(message, null, false, false);
        this.stage = stage;
        this.ofWrongType = ofWrongType;
        this.found = found;
    }

    static CompileException wrongType(String wanted, String found) {
        return new CompileException("must evaluate to a " + wanted, "compilation", true, found);
    }

    /** A constant in the expression has no value. */
    static CompileException instantiation(CelFailure why) {
        return new CompileException(why.why(), "program instantiation", false, "");
    }

    /** Whether it compiles, but to a value of another type than is wanted. */
    public boolean isOfWrongType() {
        return ofWrongType;
    }

    /** The type of the value that it has instead of the wanted one. */
    public String found() {
        return found;
    }

    public String why() {
        return String.valueOf(getMessage());
    }

    /** What failed, and why. */
    public String failure() {
        return stage + " failed: " + why();
    }
}
