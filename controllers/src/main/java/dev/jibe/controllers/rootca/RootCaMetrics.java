package dev.jibe.controllers.rootca;

import dev.jibe.runtime.metrics.Buckets;
import dev.jibe.runtime.metrics.Counter;
import dev.jibe.runtime.metrics.Histogram;
import dev.jibe.runtime.metrics.Metrics;

/** What is counted of publishing the authority, by upstream's names and labels. */
final class RootCaMetrics {
    private final Counter syncs;
    private final Histogram durations;

    RootCaMetrics(Metrics metrics) {
        syncs = metrics.counter(
                "root_ca_cert_publisher_sync_total",
                "[ALPHA] Number of namespace syncs happened in root ca cert publisher.",
                "code");
        durations = metrics.histogram(
                "root_ca_cert_publisher_sync_duration_seconds",
                "[ALPHA] Duration in seconds of namespace syncs happened in root ca cert publisher.",
                Buckets.exponential(0.001, 2, 15),
                "code");
    }

    /** @param code 200, or the code of the answer that told of a failure */
    void synced(int code, double seconds) {
        syncs.increment(Integer.toString(code));
        durations.observe(seconds, Integer.toString(code));
    }
}
