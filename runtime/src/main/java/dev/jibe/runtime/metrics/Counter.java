package dev.jibe.runtime.metrics;

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
        counter.labelValues(labelValues).inc(amount);
    }

    public double value(String... labelValues) {
        return counter.labelValues(labelValues).get();
    }
}
