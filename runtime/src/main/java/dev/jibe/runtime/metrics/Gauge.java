package dev.jibe.runtime.metrics;

/** A figure that goes up and down, one for each combination of label values. */
public final class Gauge {

    private final io.prometheus.metrics.core.metrics.Gauge gauge;

    Gauge(io.prometheus.metrics.core.metrics.Gauge gauge) {
        this.gauge = gauge;
    }

    public void set(double value, String... labelValues) {
        gauge.labelValues(labelValues).set(value);
    }

    /** Adds an amount, which may be negative. */
    public void add(double amount, String... labelValues) {
        gauge.labelValues(labelValues).inc(amount);
    }

    public double value(String... labelValues) {
        return gauge.labelValues(labelValues).get();
    }

    /** Forgets one combination, such as that of a deleted object. */
    public void remove(String... labelValues) {
        gauge.remove(labelValues);
    }
}
