package dev.jibe.server.admission.policy;

import dev.jibe.runtime.Clock;
import dev.jibe.runtime.metrics.Counter;
import dev.jibe.runtime.metrics.Histogram;
import dev.jibe.runtime.metrics.Metrics;
import dev.jibe.server.admission.policy.Applicable.Use;
import java.util.stream.Stream;

/**
 * What policies have come to, by upstream's names and labels.
 *
 * <p>See <a href="https://kubernetes.io/docs/reference/instrumentation/metrics/">Kubernetes Metrics Reference</a>.
 */
final class PolicyMetrics {

    private static final double[] SECONDS = {0.0000005, 0.001, 0.01, 0.1, 1};
    private static final double NANOS = 1e9;

    private final Counter checks;
    private final Histogram durations;
    private final Clock clock;

    /** What kept a request from being let pass. */
    enum Mistake {
        NO_ERROR("no_error"),
        COMPILATION("compile_error"),
        INVALID("invalid_error"),
        OUT_OF_BUDGET("out_of_budget");

        private final String text;

        Mistake(String text) {
            this.text = text;
        }

        /** Upstream reads it off the message; what is not allowed it counts as invalid too. */
        static Mistake of(String message) {
            return message.startsWith("compilation")
                    ? COMPILATION
                    : message.startsWith("validation failed due to running out of cost budget")
                            ? OUT_OF_BUDGET
                            : INVALID;
        }
    }

    private PolicyMetrics(Clock clock, Counter checks, Histogram durations) {
        this.clock = clock;
        this.checks = checks;
        this.durations = durations;
    }

    static PolicyMetrics ofValidating(Metrics metrics, Clock clock) {
        var labels = new String[] {"enforcement_action", "error_type", "policy", "policy_binding"};
        var prefix = "apiserver_validating_admission_policy_";
        return new PolicyMetrics(
                clock,
                metrics.counter(
                        prefix + "check_total",
                        "[BETA] Validation admission policy check total, labeled by policy and further identified by binding"
                                + " and enforcement action taken.",
                        labels),
                metrics.histogram(
                        prefix + "check_duration_seconds",
                        "[BETA] Validation admission latency for individual validation expressions in seconds, labeled by"
                                + " policy and further including binding and enforcement action taken.",
                        SECONDS,
                        labels));
    }

    static PolicyMetrics ofMutating(Metrics metrics, Clock clock) {
        var labels = new String[] {"error_type", "policy", "policy_binding"};
        var prefix = "apiserver_mutating_admission_policy_";
        return new PolicyMetrics(
                clock,
                metrics.counter(
                        prefix + "check_total",
                        "[ALPHA] Mutation admission policy check total, labeled by policy and further identified by binding.",
                        labels),
                metrics.histogram(
                        prefix + "check_duration_seconds",
                        "[ALPHA] Mutation admission latency for individual mutation expressions in seconds, labeled by policy"
                                + " and binding.",
                        SECONDS,
                        labels));
    }

    long now() {
        return clock.nanoTime();
    }

    /**
     * Notes what a policy, followed by one binding, has come to.
     *
     * @param begun when it was looked at, by {@link #now}
     * @param first the values of labels that come before the others
     */
    void note(Use use, Mistake mistake, long begun, String... first) {
        var binding = use.binding();
        var labels = Stream.concat(
                        Stream.of(first),
                        Stream.of(mistake.text, use.policy().name(), binding == null ? "" : binding.name()))
                .toArray(String[]::new);
        checks.increment(labels);
        durations.observe((clock.nanoTime() - begun) / NANOS, labels);
    }
}
