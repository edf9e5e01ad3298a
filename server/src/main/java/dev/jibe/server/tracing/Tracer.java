package dev.jibe.server.tracing;

import dev.jibe.runtime.Clock;
import dev.jibe.wire.http.Headers;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Decides which requests are recorded, and gives them their places in traces.
 *
 * <p>A request belongs to the trace that it names if its user is trusted to say so; others begin a trace of their own
 * that is linked to the named one. Who records nothing still passes on what requests say.
 */
public final class Tracer implements AutoCloseable {

    /** Records nothing. */
    public static final Tracer NONE = new Tracer();

    private static final HexFormat HEX = HexFormat.of();
    private static final int MILLION = 1_000_000;

    private final Optional<Recording> recording;

    /**
     * What is needed to record.
     *
     * @param perMillion how many of the traces that begin here
     */
    private record Recording(int perMillion, RandomGenerator random, Clock clock, SpanSink sink) {}

    private Tracer() {
        recording = Optional.empty();
    }

    public Tracer(int perMillion, RandomGenerator random, Clock clock, SpanSink sink) {
        recording = Optional.of(new Recording(perMillion, random, clock, sink));
    }

    /**
     * Begins the answering of a request.
     *
     * @param isTrusted whether its user may say which trace it belongs to
     */
    public Span serves(Headers headers, boolean isTrusted) {
        var named = TraceContext.of(headers);
        if (recording.isEmpty()) {
            return named.map(context -> new Span(null, context, "", Optional.empty(), SpanRecord.Kind.SERVER))
                    .orElse(Span.NONE);
        }
        if (named.isPresent() && isTrusted) {
            var parent = named.get();
            return new Span(this, parent.child(spanId()), parent.spanId(), Optional.empty(), SpanRecord.Kind.SERVER);
        }
        var random = recording.get().random();
        long low = random.nextLong();
        var traceId = HEX.toHexDigits(random.nextLong() | 1) + HEX.toHexDigits(low);
        // By its id, so that all who ask for the same share decide alike.
        boolean sampled = (double) (low >>> 1) / Long.MAX_VALUE * MILLION
                < recording.get().perMillion();
        var baggage = named.map(TraceContext::baggage).orElse("");
        var context = new TraceContext(traceId, spanId(), sampled, "", baggage);
        return new Span(this, context, "", named, SpanRecord.Kind.SERVER);
    }

    String spanId() {
        return HEX.toHexDigits(recording.orElseThrow().random().nextLong() | 1);
    }

    long nowNanos() {
        var now = recording.orElseThrow().clock().now();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }

    void record(SpanRecord span) {
        recording.orElseThrow().sink().add(span);
    }

    /** Sends what is left. */
    @Override
    public void close() {
        recording.ifPresent(it -> it.sink().close());
    }
}
