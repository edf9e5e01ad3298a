package dev.jibe.server.fairness;

import java.util.List;

/**
 * How levels share the server's seats: busy ones borrow from idle ones, within what both allow.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/cluster-administration/flow-control/#exempt-requests">Seats occupied
 * and borrowed</a> and KEP-1040.
 */
final class Borrowing {

    private static final int STEPS = 40;

    private Borrowing() {}

    /**
     * What one level needs and allows.
     *
     * @param least that it keeps whatever others want
     * @param most that it can come to
     * @param wanted that it has lately used or waited for
     */
    record Need(int nominal, int least, int most, double wanted) {}

    /**
     * What levels get.
     *
     * @param seats of each level, in the order of the needs; together no more than there are, except for the least ones
     * @param fraction of what each wants that it gets, if its bounds do not say otherwise
     */
    record Allocation(int[] seats, double fraction) {}

    static Allocation allocate(List<Need> needs, int seats) {
        double low = 0;
        double high = seats;
        for (int step = 0; step < STEPS; step++) {
            double middle = (low + high) / 2;
            if (sum(needs, middle) > seats) {
                high = middle;
            } else {
                low = middle;
            }
        }
        double share = low;
        return new Allocation(
                needs.stream()
                        .mapToInt(need -> (int) Math.round(of(need, share)))
                        .toArray(),
                share);
    }

    private static double sum(List<Need> needs, double share) {
        return needs.stream().mapToDouble(need -> of(need, share)).sum();
    }

    /** The same share of what each wants, but never less than its own minimum nor more than its maximum. */
    private static double of(Need need, double share) {
        double least = Math.max(need.least(), Math.min(need.nominal(), need.wanted()));
        double target = Math.max(least, need.wanted());
        return Math.min(need.most(), Math.max(least, share * Math.max(target, 1)));
    }
}
