package dev.jibe.client;

import dev.jibe.runtime.Clock;
import dev.jibe.runtime.metrics.Counter;
import dev.jibe.runtime.metrics.Histogram;
import dev.jibe.runtime.metrics.Metrics;

/** A transport whose calls are counted and timed, under upstream's names. */
public final class MeasuredTransport implements Transport {
    private static final double[] SECONDS = {0.005, 0.025, 0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60};
    private static final double NANOS_PER_SECOND = 1e9;
    private static final String SUCCESS = "200";

    private final Transport transport;
    private final String host;
    private final Clock clock;
    private final Counter requests;
    private final Histogram durations;

    /** Measures another transport; {@code host} is what the figures call the server. */
    public MeasuredTransport(Transport transport, String host, Metrics metrics, Clock clock) {
        this.transport = transport;
        this.host = host;
        this.clock = clock;
        requests = metrics.counter(
                "rest_client_requests_total",
                "Number of HTTP requests, partitioned by status code, method, and host.",
                "code",
                "method",
                "host");
        durations = metrics.histogram(
                "rest_client_request_duration_seconds",
                "Request latency in seconds. Broken down by verb, and host.",
                SECONDS,
                "verb",
                "host");
    }

    @Override
    public Reply send(Call call) {
        long begin = clock.nanoTime();
        try {
            var reply = transport.send(call);
            requests.increment(Integer.toString(reply.code()), call.method(), host);
            return reply;
        } catch (ApiFailure failure) {
            requests.increment(
                    failure.isUnreachable() ? "<error>" : Integer.toString(failure.code()), call.method(), host);
            throw failure;
        } finally {
            durations.observe((clock.nanoTime() - begin) / NANOS_PER_SECOND, call.method(), host);
        }
    }

    @Override
    public EventStream watch(Call call) {
        var stream = transport.watch(call);
        requests.increment(SUCCESS, call.method(), host);
        return stream;
    }

    @Override
    public void close() {
        transport.close();
    }
}
