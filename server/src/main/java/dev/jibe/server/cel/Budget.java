package dev.jibe.server.cel;

/** What an expression may cost, and how much it has. */
public final class Budget {

    private final long limit;
    private long spent;

    public Budget(long limit) {
        this.limit = limit;
    }

    void spend(long cost) {
        spent += cost;
        if (spent > limit) {
            throw new OverBudget();
        }
    }

    public long spent() {
        return spent;
    }
}
