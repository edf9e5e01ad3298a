package dev.jibe.runtime.metrics;

import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** Distributions that are kept elsewhere, and asked for when they are read. */
record ReadDistributions(
        String name, String help, double[] upperBounds, List<String> labelNames, Consumer<Metrics.Distributions> source)
        implements Collector {

    @Override
    public HistogramSnapshot collect() {
        var snapshot = HistogramSnapshot.builder().name(name).help(help);
        var bounds = Arrays.copyOf(upperBounds, upperBounds.length + 1);
        bounds[upperBounds.length] = Double.POSITIVE_INFINITY;
        var names = labelNames.toArray(String[]::new);
        source.accept((counts, sum, values) -> snapshot.dataPoint(HistogramDataPointSnapshot.builder()
                .classicHistogramBuckets(ClassicHistogramBuckets.of(bounds, counts))
                .sum(sum)
                .labels(Labels.of(names, values))
                .build()));
        return snapshot.build();
    }
}
