package dev.jibe.server.admission.expression;

import dev.jibe.runtime.Clock;
import dev.jibe.runtime.metrics.Counter;
import dev.jibe.runtime.metrics.Histogram;
import dev.jibe.runtime.metrics.Metrics;
import dev.jibe.server.admission.Attributes.Operation;
import dev.jibe.server.admission.expression.MatchConditions.Verdict;

/**
 * What match conditions come to, by upstream's names and labels.
 *
 * <p>See <a href="https://kubernetes.io/docs/reference/instrumentation/metrics/">Kubernetes Metrics Reference</a>.
 */
public final class ConditionMetrics {

    private static final double[] SECONDS = {0.001, 0.005, 0.01, 0.025, 0.1, 0.2, 0.25};
    private static final double NANOS = 1e9;
    private static final String[] LABELS = {"kind", "name", "operation", "type"};
    private static final String WHOSE =
            " identified by name of resource containing the match condition and broken out for"
                    + " each kind containing matchConditions (webhook or policy), operation and admission type (validate or"
                    + " admit).";

    private final Counter errors;
    private final Counter exclusions;
    private final Histogram durations;
    private final Clock clock;

    public ConditionMetrics(Metrics metrics, Clock clock) {
        var prefix = "apiserver_admission_match_condition_";
        this.clock = clock;
        this.errors = metrics.counter(
                prefix + "evaluation_errors_total",
                "[ALPHA] Admission match condition evaluation errors count," + WHOSE,
                LABELS);
        this.exclusions = metrics.counter(
                prefix + "exclusions_total",
                "[ALPHA] Admission match condition evaluation exclusions count," + WHOSE,
                LABELS);
        this.durations = metrics.histogram(
                prefix + "evaluation_seconds",
                "[ALPHA] Admission match condition evaluation time in seconds, identified by name and broken out for each"
                        + " kind containing matchConditions (webhook or policy), operation and type (validate or admit).",
                SECONDS,
                LABELS);
    }

    /**
     * Whose conditions they are.
     *
     * @param kind {@code webhook} or {@code policy}
     * @param type of admission, as upstream names it
     */
    public record Owner(String kind, String name, String type) {}

    /** Whether conditions hold. */
    public Verdict check(MatchConditions conditions, Scene scene, Owner owner, Operation operation) {
        if (conditions.conditions().isEmpty()) {
            return Verdict.MATCHES;
        }
        long begun = clock.nanoTime();
        var verdict = conditions.check(scene);
        var labels = labels(owner, operation);
        for (int i = 0; i < verdict.failures(); i++) {
            errors.increment(labels);
        }
        if (!verdict.matches()) {
            durations.observe((clock.nanoTime() - begun) / NANOS, labels);
        }
        return verdict;
    }

    /** Notes that somebody is not asked because of them. */
    public void excluded(Owner owner, Operation operation) {
        exclusions.increment(labels(owner, operation));
    }

    private static String[] labels(Owner owner, Operation operation) {
        return new String[] {owner.kind(), owner.name(), operation.name(), owner.type()};
    }
}
