package dev.jibe.object.patch;

/** A patch that cannot be applied: malformed, or not fitting the object. */
public final class PatchException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** Whose mistake it is. */
    public enum Kind {
        /** The patch itself makes no sense. */
        MALFORMED,
        /** The patch is well formed, but the object is not as it expects. */
        DOES_NOT_APPLY,
        /** What the patch tests is not so. */
        TEST_FAILED,
        /** A mistake of the client's that upstream reports as its own. */
        BROKEN
    }

    private final Kind kind;

    public PatchException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
