package dev.jibe.server.crd.rules;

import dev.jibe.runtime.Clock;
import dev.jibe.runtime.metrics.Histogram;
import dev.jibe.runtime.metrics.Metrics;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is counted of the rules of custom resources, by upstream's names. */
public final class RuleMetrics {

    private static final double[] SECONDS = {0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};
    private static final double NANOS = 1e9;

    private final Histogram compilations;
    private final Histogram evaluations;
    private final Clock clock;

    public RuleMetrics(Metrics metrics, Clock clock) {
        this.clock = clock;
        this.compilations = metrics.histogram(
                "apiserver_cel_compilation_duration_seconds", "[BETA] CEL compilation time in seconds.", SECONDS);
        this.evaluations = metrics.histogram(
                "apiserver_cel_evaluation_duration_seconds", "[BETA] CEL evaluation time in seconds.", SECONDS);
    }

    <T extends @Nullable Object> T compiling(Supplier<T> work) {
        return timed(compilations, work);
    }

    <T extends @Nullable Object> T evaluating(Supplier<T> work) {
        return timed(evaluations, work);
    }

    private <T extends @Nullable Object> T timed(Histogram times, Supplier<T> work) {
        long begun = clock.nanoTime();
        try {
            return work.get();
        } finally {
            times.observe((clock.nanoTime() - begun) / NANOS);
        }
    }
}
