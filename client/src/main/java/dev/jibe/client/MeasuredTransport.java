package dev.jibe.client;

import dev.jibe.runtime.Clock;

/** A transport whose calls are counted and timed, under upstream's names. */
public final class MeasuredTransport implements Transport {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final String SUCCESS = "200";

    private final Transport transport;
    private final String host;
    private final ClientMetrics metrics;
    private final Clock clock;

    /** Measures another transport; {@code host} is what the figures call the server. */
    public MeasuredTransport(Transport transport, String host, ClientMetrics metrics, Clock clock) {
        this.transport = transport;
        this.host = host;
        this.metrics = metrics;
        this.clock = clock;
    }

    @Override
    public Reply send(Call call) {
        long begin = clock.nanoTime();
        try {
            var reply = transport.send(call);
            metrics.answered(Integer.toString(reply.code()), call.method(), host);
            return reply;
        } catch (ApiFailure failure) {
            metrics.answered(
                    failure.isUnreachable() ? "<error>" : Integer.toString(failure.code()), call.method(), host);
            throw failure;
        } finally {
            metrics.took((clock.nanoTime() - begin) / NANOS_PER_SECOND, call.method(), host);
        }
    }

    @Override
    public EventStream watch(Call call) {
        var stream = transport.watch(call);
        metrics.answered(SUCCESS, call.method(), host);
        return stream;
    }

    @Override
    public void close() {
        transport.close();
    }
}
