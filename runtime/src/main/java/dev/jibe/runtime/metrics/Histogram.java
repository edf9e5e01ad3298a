package dev.jibe.runtime.metrics;

import io.prometheus.metrics.core.datapoints.DistributionDataPoint;

/** The distribution of a figure over fixed buckets, one for each combination of label values. */
public final class Histogram {

    private final io.prometheus.metrics.core.metrics.Histogram histogram;

    Histogram(io.prometheus.metrics.core.metrics.Histogram histogram) {
        this.histogram = histogram;
    }

    public void observe(double value, String... labelValues) {
        of(labelValues).observe(value);
    }

    /** The one of these label values, to be kept where looking it up every time would cost too much. */
    public Series of(String... labelValues) {
        DistributionDataPoint point = histogram.labelValues(labelValues);
        return point::observe;
    }

    /** One distribution. */
    @FunctionalInterface
    public interface Series {

        /** Takes no notice. */
        Series NONE = value -> {};

        void observe(double value);
    }
}
