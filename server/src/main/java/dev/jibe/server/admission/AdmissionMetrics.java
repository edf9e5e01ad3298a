package dev.jibe.server.admission;

import dev.jibe.runtime.Clock;
import dev.jibe.runtime.metrics.Histogram;
import dev.jibe.runtime.metrics.Metrics;
import java.util.List;
import java.util.Locale;

/** How long each admission plugin takes, by upstream's names and labels. */
final class AdmissionMetrics {

    private static final double[] SECONDS = {0.005, 0.025, 0.1, 0.5, 1, 2.5};
    private static final double NANOS = 1e9;

    private final Histogram controllers;
    private final Histogram steps;
    private final List<String> names;
    private final Clock clock;

    /** @param names of the plugins in their order */
    AdmissionMetrics(Metrics metrics, List<String> names, Clock clock) {
        this.names = names;
        this.clock = clock;
        this.controllers = metrics.histogram(
                "apiserver_admission_controller_admission_duration_seconds",
                "[STABLE] Admission controller latency histogram in seconds, identified by name and broken out for each"
                        + " operation and API resource and type (validate or admit).",
                SECONDS,
                "name",
                "operation",
                "rejected",
                "type");
        this.steps = metrics.histogram(
                "apiserver_admission_step_admission_duration_seconds",
                "[STABLE] Admission sub-step latency histogram in seconds, broken out for each operation and API resource"
                        + " and step type (validate or admit).",
                SECONDS,
                "operation",
                "rejected",
                "type");
    }

    long now() {
        return clock.nanoTime();
    }

    /** @param index of the plugin; those behind the named ones are the server's own */
    void plugin(int index, Attributes attributes, String type, boolean rejected, long begun) {
        if (index < names.size()) {
            controllers.observe(
                    (clock.nanoTime() - begun) / NANOS,
                    names.get(index),
                    operation(attributes),
                    Boolean.toString(rejected),
                    type);
        }
    }

    void step(Attributes attributes, String type, boolean rejected, long begun) {
        steps.observe((clock.nanoTime() - begun) / NANOS, operation(attributes), Boolean.toString(rejected), type);
    }

    private static String operation(Attributes attributes) {
        return attributes.operation().name().toUpperCase(Locale.ROOT);
    }
}
