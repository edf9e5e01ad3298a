package dev.jibe.server.crd.serve;

import dev.jibe.runtime.Clock;
import dev.jibe.runtime.metrics.Buckets;
import dev.jibe.runtime.metrics.Counter;
import dev.jibe.runtime.metrics.Histogram;
import dev.jibe.runtime.metrics.Metrics;

/** What is counted of webhooks that convert custom resources, by upstream's names and labels. */
final class ConversionMetrics {

    private static final double[] CALLS = {0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 45, 60};
    private static final double NANOS = 1e9;

    private final Counter requests;
    private final Histogram calls;
    private final Histogram conversions;
    private final Clock clock;

    /** How far a conversion has come; what fails is named after it. */
    enum Step {
        CALL("call_failure"),
        RESPONSE("malformed_response_failure"),
        NUMBER("partial_response_failure"),
        OBJECTS("invalid_converted_object_failure");

        private final String failure;

        Step(String failure) {
            this.failure = "conversion_webhook_" + failure;
        }
    }

    ConversionMetrics(Metrics metrics, Clock clock) {
        this.clock = clock;
        this.requests = metrics.counter(
                "apiserver_conversion_webhook_request_total",
                "[ALPHA] Counter for conversion webhook requests with success/failure and failure error type",
                "failure_type",
                "result");
        this.calls = metrics.histogram(
                "apiserver_conversion_webhook_duration_seconds",
                "[ALPHA] Conversion webhook request latency",
                CALLS,
                "failure_type",
                "result");
        this.conversions = metrics.histogram(
                "apiserver_crd_conversion_webhook_duration_seconds",
                "[ALPHA] CRD webhook conversion duration in seconds",
                Buckets.exponential(0.001, 2, 15),
                "crd_name",
                "from_version",
                "succeeded",
                "to_version");
    }

    /** Begins to look at a conversion of a definition's objects. */
    Conversion begin(String definition, String from, String to) {
        return new Conversion(definition, version(from), version(to), clock.nanoTime());
    }

    private static String version(String apiVersion) {
        return apiVersion.substring(apiVersion.indexOf('/') + 1);
    }

    /** One conversion. */
    final class Conversion implements AutoCloseable {
        private final String definition;
        private final String from;
        private final String to;
        private final long begunNanos;
        private Step step = Step.CALL;
        private boolean succeeded;

        private Conversion(String definition, String from, String to, long begunNanos) {
            this.definition = definition;
            this.from = from;
            this.to = to;
            this.begunNanos = begunNanos;
        }

        void reaches(Step next) {
            step = next;
        }

        void succeeds() {
            succeeded = true;
        }

        @Override
        public void close() {
            double seconds = (clock.nanoTime() - begunNanos) / NANOS;
            String[] labels = succeeded ? new String[] {"", "success"} : new String[] {step.failure, "failure"};
            requests.increment(labels);
            calls.observe(seconds, labels);
            conversions.observe(seconds, definition, from, Boolean.toString(succeeded), to);
        }
    }
}
