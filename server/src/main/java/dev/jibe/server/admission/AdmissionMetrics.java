package dev.jibe.server.admission;

import dev.jibe.runtime.Clock;
import dev.jibe.runtime.metrics.Histogram;
import dev.jibe.runtime.metrics.Metrics;
import dev.jibe.server.admission.Attributes.Operation;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

/** How long admission takes, whole and by plugin, by upstream's names and labels. */
final class AdmissionMetrics {

    static final String ADMIT = "admit";
    static final String VALIDATE = "validate";

    private static final double[] SECONDS = {0.005, 0.025, 0.1, 0.5, 1, 2.5};
    private static final double NANOS = 1e9;

    private final Histogram controllers;
    private final Times admitting;
    private final Times validating;
    private final Clock clock;

    AdmissionMetrics(Metrics metrics, Clock clock) {
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
        var steps = metrics.histogram(
                "apiserver_admission_step_admission_duration_seconds",
                "[STABLE] Admission sub-step latency histogram in seconds, broken out for each operation and API resource"
                        + " and step type (validate or admit).",
                SECONDS,
                "operation",
                "rejected",
                "type");
        this.admitting = new Times((operation, rejected) -> steps.of(operation, rejected, ADMIT));
        this.validating = new Times((operation, rejected) -> steps.of(operation, rejected, VALIDATE));
    }

    long now() {
        return clock.nanoTime();
    }

    /** All plugins together, while they change. */
    Times admitting() {
        return admitting;
    }

    /** All plugins together, while they refuse. */
    Times validating() {
        return validating;
    }

    Times ofPlugin(String name, String type) {
        return new Times((operation, rejected) -> controllers.of(name, operation, rejected, type));
    }

    /** The times of one step, whose series are looked up when they are first needed. */
    static final class Times {

        /** Notes nothing. */
        static final Times NONE = new Times((operation, rejected) -> Histogram.Series.NONE);

        private final BiFunction<String, String, Histogram.Series> byLabels;
        private final Map<Operation, Histogram.Series> passed = new ConcurrentHashMap<>();
        private final Map<Operation, Histogram.Series> refused = new ConcurrentHashMap<>();

        private Times(BiFunction<String, String, Histogram.Series> byLabels) {
            this.byLabels = byLabels;
        }

        void note(Operation operation, boolean rejected, long nanos) {
            (rejected ? refused : passed)
                    .computeIfAbsent(operation, it -> byLabels.apply(it.name(), Boolean.toString(rejected)))
                    .observe(nanos / NANOS);
        }
    }
}
