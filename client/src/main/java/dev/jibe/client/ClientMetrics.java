package dev.jibe.client;

import dev.jibe.runtime.metrics.Counter;
import dev.jibe.runtime.metrics.Histogram;
import dev.jibe.runtime.metrics.Metrics;

/** The figures of all clients of a process, under upstream's names. */
public final class ClientMetrics {
    private static final double[] SECONDS = {0.005, 0.025, 0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60};

    private final Counter requests;
    private final Histogram durations;

    public ClientMetrics(Metrics metrics) {
        requests = metrics.counter(
                "rest_client_requests_total",
                "[ALPHA] Number of HTTP requests, partitioned by status code, method, and host.",
                "code",
                "host",
                "method");
        durations = metrics.histogram(
                "rest_client_request_duration_seconds",
                "[ALPHA] Request latency in seconds. Broken down by verb, and host.",
                SECONDS,
                "host",
                "verb");
    }

    void answered(String code, String method, String host) {
        requests.increment(code, host, method);
    }

    void took(double seconds, String verb, String host) {
        durations.observe(seconds, host, verb);
    }
}
