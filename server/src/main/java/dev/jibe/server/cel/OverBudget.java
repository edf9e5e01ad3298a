package dev.jibe.server.cel;

/** The end of an expression that has cost more than it may. */
public final class OverBudget extends RuntimeException {

    private static final long serialVersionUID = 1;

    public OverBudget() {
        super("operation cancelled: actual cost limit exceeded", null, false, false);
    }
}
