package dev.jibe.server.cel;

/** How much expressions may cost, in units that are about 50 ns each. */
public final class Limits {

    /** The largest request, and so the largest value. */
    public static final long MAX_REQUEST_BYTES = 3L << 20;

    /** What one expression may be estimated at. */
    public static final long ESTIMATED_RULE = 10_000_000;

    /** What all expressions of a schema may be estimated at. */
    public static final long ESTIMATED_SCHEMA = 100_000_000;

    /** What one expression may cost when it is run. */
    public static final long RULE = 1_000_000;

    /** What all expressions that look at one object may cost when they are run. */
    public static final long OBJECT = 10_000_000;

    /** The longest message that an expression may make, in bytes. */
    public static final int MESSAGE_BYTES = 5 << 10;

    private Limits() {}
}
