package dev.jibe.server.etcd;

import dev.jibe.runtime.metrics.Counter;
import dev.jibe.runtime.metrics.Histogram;
import dev.jibe.runtime.metrics.Metrics;
import dev.jibe.store.etcd.Calls;

/** What is asked of etcd for each kind of object, by upstream's names: writes, as reads are answered from memory. */
public final class EtcdMetrics implements Calls {

    private static final double[] SECONDS = {
        0.005, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45, 60
    };
    private static final String[] LABELS = {"group", "operation", "resource"};
    private static final double NANOS = 1e9;

    private final Histogram durations;
    private final Counter requests;
    private final Counter errors;

    public EtcdMetrics(Metrics metrics) {
        this.durations = metrics.histogram(
                "etcd_request_duration_seconds",
                "[ALPHA] Etcd request latency in seconds for each operation and object type.",
                SECONDS,
                LABELS);
        this.requests = metrics.counter(
                "etcd_requests_total", "[ALPHA] Etcd request counts for each operation and object type.", LABELS);
        this.errors = metrics.counter(
                "etcd_request_errors_total",
                "[ALPHA] Etcd failed request counts for each operation and object type.",
                LABELS);
    }

    @Override
    public void ended(String operation, String bucket, long nanos, boolean failed) {
        int dot = bucket.indexOf('.');
        var group = dot < 0 ? "" : bucket.substring(dot + 1);
        var resource = dot < 0 ? bucket : bucket.substring(0, dot);
        durations.observe(nanos / NANOS, group, operation, resource);
        requests.increment(group, operation, resource);
        if (failed) {
            errors.increment(group, operation, resource);
        }
    }
}
