package dev.jibe.runtime.metrics;

/** The distribution of a figure over fixed buckets, one for each combination of label values. */
public final class Histogram {

    private final io.prometheus.metrics.core.metrics.Histogram histogram;

    Histogram(io.prometheus.metrics.core.metrics.Histogram histogram) {
        this.histogram = histogram;
    }

    public void observe(double value, String... labelValues) {
        histogram.labelValues(labelValues).observe(value);
    }
}
