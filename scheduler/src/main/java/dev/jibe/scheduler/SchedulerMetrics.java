package dev.jibe.scheduler;

import dev.jibe.object.JsonMap;
import dev.jibe.runtime.metrics.Buckets;
import dev.jibe.runtime.metrics.Counter;
import dev.jibe.runtime.metrics.Gauge;
import dev.jibe.runtime.metrics.Histogram;
import dev.jibe.runtime.metrics.Metrics;
import dev.jibe.scheduler.config.Plugin;
import dev.jibe.scheduler.queue.Pending;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What the scheduler counts, by upstream's names and labels.
 *
 * <p>See <a href="https://kubernetes.io/docs/reference/instrumentation/metrics/">Kubernetes Metrics Reference</a>.
 */
final class SchedulerMetrics {
    static final String SCHEDULED = "scheduled";
    static final String UNSCHEDULABLE = "unschedulable";
    static final String ERROR = "error";

    private static final double NANOS_PER_SECOND = 1e9;
    private static final double MILLIS_PER_SECOND = 1e3;
    private static final int MOST_ATTEMPTS = 16;
    private static final double[] ATTEMPT_SECONDS = Buckets.exponential(0.001, 2, 15);

    private final Counter attempts;
    private final Histogram attemptTime;
    private final Histogram algorithmTime;
    private final Histogram podAttempts;
    private final Histogram podTime;
    private final Counter incoming;
    private final Counter preemptions;
    private final Histogram victims;
    private final Histogram pointTime;
    private final Histogram pluginTime;
    private final Gauge unschedulable;
    private final Counter createdClaims;
    private final Counter slowDevices;
    private final Histogram waitTime;
    private final Counter groupAttempts;
    private final Histogram groupTime;

    SchedulerMetrics(Metrics metrics) {
        attempts = metrics.counter(
                "scheduler_schedule_attempts_total",
                "[STABLE] Number of attempts to schedule pods, by the result. 'unschedulable' means a pod could not be"
                        + " scheduled, while 'error' means an internal scheduler problem.",
                "profile",
                "result");
        attemptTime = metrics.histogram(
                "scheduler_scheduling_attempt_duration_seconds",
                "[STABLE] Scheduling attempt latency in seconds (scheduling algorithm + binding)",
                ATTEMPT_SECONDS,
                "profile",
                "result");
        algorithmTime = metrics.histogram(
                "scheduler_scheduling_algorithm_duration_seconds",
                "[ALPHA] Scheduling algorithm latency in seconds",
                ATTEMPT_SECONDS);
        podAttempts = metrics.histogram(
                "scheduler_pod_scheduling_attempts",
                "[STABLE] Number of attempts to successfully schedule a pod.",
                Buckets.exponential(1, 2, 5));
        podTime = metrics.histogram(
                "scheduler_pod_scheduling_sli_duration_seconds",
                "[BETA] E2e latency for a pod being scheduled, from the time the pod enters the scheduling queue and"
                        + " might involve multiple scheduling attempts.",
                Buckets.exponential(0.01, 2, 20),
                "attempts");
        incoming = metrics.counter(
                "scheduler_queue_incoming_pods_total",
                "[STABLE] Number of pods added to scheduling queues by event and queue type.",
                "event",
                "queue");
        preemptions = metrics.counter(
                "scheduler_preemption_attempts_total", "[STABLE] Total preemption attempts in the cluster till now");
        victims = metrics.histogram(
                "scheduler_preemption_victims",
                "[STABLE] Number of selected preemption victims",
                Buckets.exponential(1, 2, 7));
        pointTime = metrics.histogram(
                "scheduler_framework_extension_point_duration_seconds",
                "[STABLE] Latency for running all plugins of a specific extension point.",
                Buckets.exponential(0.0001, 2, 12),
                "extension_point",
                "profile",
                "status");
        pluginTime = metrics.histogram(
                "scheduler_plugin_execution_duration_seconds",
                "[ALPHA] Duration for running a plugin at a specific extension point.",
                Buckets.exponential(0.00001, 1.5, 20),
                "extension_point",
                "plugin",
                "status");
        createdClaims = metrics.counter(
                "scheduler_resourceclaim_creates_total",
                "[ALPHA] Number of ResourceClaims creation requests within scheduler",
                "status");
        slowDevices = metrics.counter(
                "scheduler_dra_bindingconditions_allocations_total",
                "[ALPHA] Number of allocations using devices with BindingConditions, counted per driver per scheduling"
                        + " attempt",
                "profile",
                "driver",
                "status");
        waitTime = metrics.histogram(
                "scheduler_dra_bindingconditions_wait_duration_seconds",
                "[ALPHA] Time in seconds spent waiting for BindingConditions to be satisfied during PreBind.",
                Buckets.exponential(0.1, 2, 14),
                "profile",
                "driver",
                "status");
        groupAttempts = metrics.counter(
                "scheduler_podgroup_schedule_attempts_total",
                "[ALPHA] Number of attempts to schedule pod group, by the result. 'unschedulable' means a pod group could"
                        + " not be scheduled, while 'error' means an internal scheduler problem.",
                "result",
                "profile");
        groupTime = metrics.histogram(
                "scheduler_podgroup_scheduling_attempt_duration_seconds",
                "[ALPHA] Pod group scheduling attempt latency in seconds (scheduling algorithm + binding)",
                ATTEMPT_SECONDS,
                "result",
                "profile");
        unschedulable = metrics.gauge(
                "scheduler_unschedulable_pods",
                "[ALPHA] The number of unschedulable pods broken down by plugin name. A pod will increment the gauge for"
                        + " all plugins that caused it to not schedule and so this metric have meaning only when broken"
                        + " down by plugin.",
                "plugin",
                "profile");
    }

    /** Has what waits and what is known be read from there. */
    static void register(Metrics metrics, Supplier<Pending> pending) {
        metrics.gauges(
                "scheduler_pending_pods",
                "[STABLE] Number of pending pods, by the queue type. 'active' means number of pods in activeQ; 'backoff'"
                        + " means number of pods in backoffQ; 'unschedulable' means number of pods in unschedulablePods"
                        + " that the scheduler attempted to schedule and failed; 'gated' is the number of unschedulable"
                        + " pods that the scheduler never attempted to schedule because they are gated.",
                List.of("queue"),
                reading -> {
                    var now = pending.get();
                    reading.is(now.active(), "active");
                    reading.is(now.backoff(), "backoff");
                    reading.is(now.unschedulable(), "unschedulable");
                    reading.is(now.gated(), "gated");
                });
        metrics.gauges(
                "scheduler_cache_size",
                "[ALPHA] Number of nodes, pods, and assumed (bound) pods in the scheduler cache.",
                List.of("type"),
                reading -> {
                    var now = pending.get();
                    reading.is(now.nodes(), "nodes");
                    reading.is(now.pods(), "pods");
                    reading.is(now.assumed(), "assumed_pods");
                });
    }

    void tried(String profile, String result, long nanos) {
        attempts.increment(profile, result);
        attemptTime.observe(nanos / NANOS_PER_SECOND, profile, result);
    }

    /** All pods of a group were tried together. */
    void triedGroup(String profile, String result, long nanos) {
        groupAttempts.increment(result, profile);
        groupTime.observe(nanos / NANOS_PER_SECOND, result, profile);
    }

    void decided(long nanos) {
        algorithmTime.observe(nanos / NANOS_PER_SECOND);
    }

    /** A pod was bound, at last. */
    void bound(int tries, Duration sinceFirst) {
        podAttempts.observe(tries);
        var label = tries >= MOST_ATTEMPTS ? MOST_ATTEMPTS + "+" : Integer.toString(tries);
        podTime.observe(sinceFirst.toMillis() / MILLIS_PER_SECOND, label);
    }

    void came(String event, String queue) {
        incoming.increment(event, queue);
    }

    void preempts(int pods) {
        preemptions.increment();
        if (pods > 0) {
            victims.observe(pods);
        }
    }

    void took(String point, String profile, boolean succeeded, long nanos) {
        pointTime.observe(nanos / NANOS_PER_SECOND, point, profile, status(succeeded));
    }

    void took(String point, Plugin plugin, boolean succeeded, long nanos) {
        pluginTime.observe(nanos / NANOS_PER_SECOND, point, plugin.title(), status(succeeded));
    }

    private static String status(boolean succeeded) {
        return succeeded ? "Success" : "Unschedulable";
    }

    /** A claim was made for extended resources, or could not be. */
    void createdClaim(boolean succeeded) {
        createdClaims.increment(succeeded ? "success" : "failure");
    }

    /** The devices of claims were made ready, or not. */
    void madeReady(String profile, List<JsonMap> claims, String status, long nanos) {
        for (var claim : claims) {
            claim.map("status")
                    .map("allocation")
                    .map("devices")
                    .list("results")
                    .maps()
                    .forEach(result -> {
                        var driver = result.string("driver");
                        waitTime.observe(nanos / NANOS_PER_SECOND, profile, driver, status);
                        if (!result.list("bindingConditions").isEmpty()) {
                            slowDevices.increment(profile, driver, status);
                        }
                    });
        }
    }

    /** More or fewer pods are kept from being scheduled by these plugins. */
    void rejected(Set<Plugin> plugins, String profile, int pods) {
        plugins.forEach(plugin -> unschedulable.add(pods, plugin.title(), profile));
    }
}
