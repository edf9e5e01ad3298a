package dev.jibe.runtime.metrics;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.regex.Pattern;

/**
 * The measurements of one process, or of one cluster inside a test.
 *
 * <p>Asked for again by its name, a metric is the same one; one that is read from somewhere is from then on read from
 * there. Label values must come from a small set: each combination lives as long as this registry.
 */
public final class Metrics {

    /** What an HTTP server answers as the content type of {@link #write}. */
    public static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

    private static final Pattern WHOLE = Pattern.compile("(?m)( -?\\d+)\\.0$");

    /** What the library ends all names of counts with. */
    private static final String COUNTED = "_total";

    private final List<String> bare = new CopyOnWriteArrayList<>();
    private final Map<String, Integer> stabilities = new ConcurrentHashMap<>();
    private final Map<String, Object> byName = new ConcurrentHashMap<>();
    private final PrometheusRegistry registry = new PrometheusRegistry();

    /** The library takes a count for the same metric as a figure that has its name without the ending. */
    private final PrometheusRegistry namesakes = new PrometheusRegistry();

    private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();

    /** A count that only grows. Nobody traces by its figures: without examples of them there is no thread that keeps those. */
    public Counter counter(String name, String help, String... labelNames) {
        return (Counter) byName.computeIfAbsent(name, unknown -> newCounter(name, help, labelNames));
    }

    private Counter newCounter(String name, String help, String... labelNames) {
        registered(name, help);
        return new Counter(io.prometheus.metrics.core.metrics.Counter.builder()
                .name(name)
                .help(help)
                .labelNames(labelNames)
                .withoutExemplars()
                .register(isNamesake(name) ? namesakes : registry));
    }

    private boolean isNamesake(String name) {
        return name.endsWith(COUNTED) && byName.containsKey(name.substring(0, name.length() - COUNTED.length()));
    }

    /** Counts that are asked for when they are read. */
    public void counters(String name, String help, List<String> labelNames, Consumer<Reading> figures) {
        readFrom(name, figures, source -> {
            registered(name, help);
            CounterWithCallback.builder()
                    .name(name)
                    .help(help)
                    .labelNames(labelNames.toArray(String[]::new))
                    .callback(callback -> source.figures().accept(callback::call))
                    .register(registry);
        });
    }

    /** Where the figures of a metric are read from. */
    private static final class Source {
        private volatile Consumer<Reading> figures;

        Source(Consumer<Reading> figures) {
            this.figures = figures;
        }

        Consumer<Reading> figures() {
            return figures;
        }
    }

    private void readFrom(String name, Consumer<Reading> figures, Consumer<Source> register) {
        var known = byName.get(name);
        if (known instanceof Source source) {
            source.figures = figures;
        } else {
            var source = new Source(figures);
            byName.put(name, source);
            register.accept(source);
        }
    }

    /** Notes the stability that the help begins with, and names that must not be given the usual ending. */
    private void registered(String name, String help) {
        if (!name.endsWith(COUNTED) && !name.isEmpty()) {
            bare.add(name);
        }
        noted(help);
    }

    private void noted(String help) {
        int end = help.startsWith("[") ? help.indexOf(']') : -1;
        stabilities.merge(end < 0 ? "" : help.substring(1, end), 1, Integer::sum);
    }

    /** How many metrics there are of each stability, by what stands in brackets before their help. */
    public Map<String, Integer> stabilities() {
        return Map.copyOf(stabilities);
    }

    /** A figure that goes up and down. */
    public Gauge gauge(String name, String help, String... labelNames) {
        return (Gauge) byName.computeIfAbsent(name, unknown -> newGauge(name, help, labelNames));
    }

    private Gauge newGauge(String name, String help, String... labelNames) {
        noted(help);
        return new Gauge(io.prometheus.metrics.core.metrics.Gauge.builder()
                .name(name)
                .help(help)
                .labelNames(labelNames)
                .withoutExemplars()
                .register(registry));
    }

    /** A figure that is asked for when it is read. */
    public void gauge(String name, String help, DoubleSupplier value) {
        gauges(name, help, List.of(), reading -> reading.is(value.getAsDouble()));
    }

    /** Takes figures, one for each combination of label values. */
    @FunctionalInterface
    public interface Reading {
        void is(double value, String... labelValues);
    }

    /** Figures that are asked for when they are read. */
    public void gauges(String name, String help, List<String> labelNames, Consumer<Reading> figures) {
        readFrom(name, figures, source -> {
            noted(help);
            GaugeWithCallback.builder()
                    .name(name)
                    .help(help)
                    .labelNames(labelNames.toArray(String[]::new))
                    .callback(callback -> source.figures().accept(callback::call))
                    .register(registry);
        });
    }

    /** The distribution of a figure over buckets, given by their upper bounds in ascending order. */
    public Histogram histogram(String name, String help, double[] upperBounds, String... labelNames) {
        return (Histogram) byName.computeIfAbsent(name, unknown -> newHistogram(name, help, upperBounds, labelNames));
    }

    private Histogram newHistogram(String name, String help, double[] upperBounds, String... labelNames) {
        noted(help);
        return new Histogram(io.prometheus.metrics.core.metrics.Histogram.builder()
                .name(name)
                .help(help)
                .classicOnly()
                .classicUpperBounds(upperBounds)
                .labelNames(labelNames)
                .withoutExemplars()
                .register(registry));
    }

    /** Takes distributions, one for each combination of label values. */
    @FunctionalInterface
    public interface Distributions {

        /**
         * Takes one.
         *
         * @param counts of each bucket, and one more of what is beyond the last
         */
        void is(long[] counts, double sum, String... labelValues);
    }

    /** Distributions over buckets that are kept elsewhere, and asked for when they are read. */
    public void distributions(
            String name, String help, double[] upperBounds, List<String> labelNames, Consumer<Distributions> source) {
        noted(help);
        registry.register(new ReadDistributions(name, help, upperBounds, labelNames, source));
    }

    /** Writes everything in the Prometheus text format, version 0.0.4. */
    public void write(OutputStream out) throws IOException {
        writer.write(out, registry.scrape());
        writer.write(out, namesakes.scrape());
    }

    /** What {@link #write} writes, as text; whole numbers are written as such. */
    public String text() {
        var bytes = new ByteArrayOutputStream();
        try {
            write(bytes);
        } catch (IOException impossible) {
            throw new AssertionError("a byte array cannot fail", impossible);
        }
        var text = WHOLE.matcher(bytes.toString(StandardCharsets.UTF_8)).replaceAll("$1");
        for (var name : bare) {
            text = text.replace(name + COUNTED, name);
        }
        return text;
    }
}
