package dev.jibe.runtime.metrics;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;

/** A count that only grows, one for each combination of label values. */
public final class Counter {

    private final io.prometheus.metrics.core.metrics.Counter counter;

    Counter(io.prometheus.metrics.core.metrics.Counter counter) {
        this.counter = counter;
    }

    public void increment(String... labelValues) {
        add(1, labelValues);
    }

    /** Adds an amount that is not negative. */
    public void add(double amount, String... labelValues) {
        of(labelValues).add(amount);
    }

    /** The one of these label values, to be kept where looking it up every time would cost too much. */
    public Series of(String... labelValues) {
        CounterDataPoint point = counter.labelValues(labelValues);
        return point::inc;
    }

    /** One count. */
    @FunctionalInterface
    public interface Series {
        void add(double amount);
    }

    public double value(String... labelValues) {
        return counter.labelValues(labelValues).get();
    }
}
