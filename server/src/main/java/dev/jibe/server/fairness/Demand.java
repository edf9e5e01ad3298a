package dev.jibe.server.fairness;

/**
 * The seats that a level could use: those that are taken, and those that are waited for.
 *
 * <p>See KEP-1040 on the adjustment of seats.
 */
final class Demand {

    /** How much of what was known before outlives a period. */
    private static final double MEMORY = 0.977;

    private long sinceNanos;
    private long begunNanos;
    private double seats;
    private double highest;
    private double integral;
    private double squares;
    private volatile Period last = new Period(0, 0, 0, 0, 0);

    Demand(long nowNanos) {
        sinceNanos = nowNanos;
        begunNanos = nowNanos;
    }

    /**
     * What was wanted in the time between two adjustments.
     *
     * @param smoothed what is usual, over many such times
     * @param target what the level should come to: peaks are forgotten slowly, since adjustments are made only while
     *     somebody waits
     */
    record Period(double highest, double average, double deviation, double smoothed, double target) {}

    synchronized void changes(double delta, long nowNanos) {
        pass(nowNanos);
        seats += delta;
        highest = Math.max(highest, seats);
    }

    private void pass(long nowNanos) {
        double passed = Math.max(0, nowNanos - sinceNanos);
        integral += passed * seats;
        squares += passed * seats * seats;
        sinceNanos = Math.max(sinceNanos, nowNanos);
    }

    /** Ends a period and begins the next. */
    synchronized Period next(long nowNanos) {
        pass(nowNanos);
        double duration = sinceNanos - begunNanos;
        double average = duration > 0 ? integral / duration : last.average();
        double deviation =
                duration > 0 ? Math.sqrt(Math.max(0, squares / duration - average * average)) : last.deviation();
        double usual = average + deviation;
        last = new Period(
                highest, average, deviation, outlived(usual, last.smoothed()), outlived(highest, last.target()));
        begunNanos = sinceNanos;
        highest = seats;
        integral = 0;
        squares = 0;
        return last;
    }

    private static double outlived(double now, double before) {
        return Math.max(now, MEMORY * before + (1 - MEMORY) * now);
    }

    /** The period that ended last. */
    Period last() {
        return last;
    }
}
