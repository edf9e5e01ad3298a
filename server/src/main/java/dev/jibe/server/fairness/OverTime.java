package dev.jibe.server.fairness;

import java.util.Arrays;

/**
 * How a figure is distributed over time, as a part of its limit: each nanosecond is one observation.
 *
 * <p>Upstream's timing histograms are meant.
 */
final class OverTime {

    private final double[] upperBounds;
    private final long[] nanos;
    private double sum;
    private double figure;
    private double limit = 1;
    private int bucket;
    private long sinceNanos;

    OverTime(long nowNanos, double... upperBounds) {
        this.upperBounds = upperBounds;
        this.nanos = new long[upperBounds.length + 1];
        this.sinceNanos = nowNanos;
        choose();
    }

    /** The figure has changed by that much. */
    synchronized void changes(double delta, long nowNanos) {
        pass(nowNanos);
        figure += delta;
        choose();
    }

    /** The limit has changed. */
    synchronized void isOf(double newLimit, long nowNanos) {
        pass(nowNanos);
        limit = Math.max(1, newLimit);
        choose();
    }

    /** The time in each bucket, and the integral over time; until now. */
    record Reading(long[] nanos, double sum) {}

    synchronized Reading read(long nowNanos) {
        pass(nowNanos);
        return new Reading(nanos.clone(), sum);
    }

    private void pass(long nowNanos) {
        long passed = Math.max(0, nowNanos - sinceNanos);
        nanos[bucket] += passed;
        sum += passed * figure / limit;
        sinceNanos = Math.max(sinceNanos, nowNanos);
    }

    private void choose() {
        int at = Arrays.binarySearch(upperBounds, figure / limit);
        bucket = at >= 0 ? at : -at - 1;
    }
}
