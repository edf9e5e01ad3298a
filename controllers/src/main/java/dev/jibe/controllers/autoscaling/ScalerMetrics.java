package dev.jibe.controllers.autoscaling;

import dev.jibe.runtime.metrics.Buckets;
import dev.jibe.runtime.metrics.Counter;
import dev.jibe.runtime.metrics.Histogram;
import dev.jibe.runtime.metrics.Metrics;

/** What is counted of autoscalers, by upstream's names and labels. */
final class ScalerMetrics {
    private static final String PREFIX = "horizontal_pod_autoscaler_controller_";
    private static final double[] SECONDS = Buckets.exponential(0.001, 2, 15);
    private static final String ACTION = "action";
    private static final String ERROR = "error";

    private final Counter reconciliations;
    private final Histogram reconciliationTime;
    private final Counter computations;
    private final Histogram computationTime;

    ScalerMetrics(Metrics metrics) {
        reconciliations = metrics.counter(
                PREFIX + "reconciliations_total",
                "[ALPHA] Number of reconciliations of HPA controller. The label 'action' should be either 'scale_down',"
                        + " 'scale_up', or 'none'. Also, the label 'error' should be either 'spec', 'internal', or"
                        + " 'none'. Note that if both spec and internal errors happen during a reconciliation, the first"
                        + " one to occur is reported in `error` label.",
                ACTION,
                ERROR);
        reconciliationTime = metrics.histogram(
                PREFIX + "reconciliation_duration_seconds",
                "[ALPHA] The time(seconds) that the HPA controller takes to reconcile once. The label 'action' should be"
                        + " either 'scale_down', 'scale_up', or 'none'. Also, the label 'error' should be either 'spec',"
                        + " 'internal', or 'none'. Note that if both spec and internal errors happen during a"
                        + " reconciliation, the first one to occur is reported in `error` label.",
                SECONDS,
                ACTION,
                ERROR);
        computations = metrics.counter(
                PREFIX + "metric_computation_total",
                "[ALPHA] Number of metric computations. The label 'action' should be either 'scale_down', 'scale_up', or"
                        + " 'none'. Also, the label 'error' should be either 'spec', 'internal', or 'none'. The label"
                        + " 'metric_type' corresponds to HPA.spec.metrics[*].type",
                ACTION,
                ERROR,
                "metric_type");
        computationTime = metrics.histogram(
                PREFIX + "metric_computation_duration_seconds",
                "[ALPHA] The time(seconds) that the HPA controller takes to calculate one metric. The label 'action'"
                        + " should be either 'scale_down', 'scale_up', or 'none'. The label 'error' should be either"
                        + " 'spec', 'internal', or 'none'. The label 'metric_type' corresponds to"
                        + " HPA.spec.metric[*].type",
                SECONDS,
                ACTION,
                ERROR,
                "metric_type");
    }

    private static String action(int from, int to) {
        return to > from ? "scale_up" : to < from ? "scale_down" : "none";
    }

    void reconciled(int from, int to, boolean failed, double seconds) {
        var error = failed ? "internal" : "none";
        reconciliations.increment(action(from, to), error);
        reconciliationTime.observe(seconds, action(from, to), error);
    }

    void computed(String metricType, int from, int to, boolean failed, double seconds) {
        var error = failed ? "internal" : "none";
        computations.increment(action(from, to), error, metricType);
        computationTime.observe(seconds, action(from, to), error, metricType);
    }
}
