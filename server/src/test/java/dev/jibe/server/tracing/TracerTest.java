package dev.jibe.server.tracing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.runtime.Clock;
import dev.jibe.wire.http.Headers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TracerTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00f067aa0ba902b7";
    private static final Headers NAMED =
            Headers.of("traceparent", "00-" + TRACE + "-" + PARENT + "-01", "tracestate", "a=1");

    private final List<SpanRecord> spans = new ArrayList<>();
    private final SpanSink sink = new SpanSink() {
        @Override
        public void add(SpanRecord span) {
            spans.add(span);
        }

        @Override
        public void close() {
            // Nothing is held back.
        }
    };

    private Tracer tracer(int perMillion) {
        return new Tracer(perMillion, new SplittableRandom(7), Clock.system(), sink);
    }

    private static String traceparent(Span span) {
        return span.on(Headers.EMPTY).get("traceparent", "");
    }

    @Test
    void whoRecordsNothingPassesOnWhatRequestsSay() {
        var span = Tracer.NONE.serves(NAMED.with("baggage", "k=v"), false);

        span.<Object, RuntimeException>during(() -> {
            var call = Span.call("HTTP POST");
            var sent = call.on(Headers.of("accept", "*/*"));
            assertEquals("00-" + TRACE + "-" + PARENT + "-01", sent.get("traceparent"));
            assertEquals("a=1", sent.get("tracestate"));
            assertEquals("k=v", sent.get("baggage"));
            return true;
        });
        assertSame(Span.NONE, Tracer.NONE.serves(Headers.EMPTY, true));
        assertSame(Span.NONE, Span.current());
    }

    @Test
    void trustedUsersSayWhichTraceARequestBelongsTo() {
        var span = tracer(0).serves(NAMED, true);
        var call = span.during(() -> Span.call("HTTP POST"));
        call.end(true);
        span.named("GET /api/v1/nodes");
        span.note("http.response.status_code", 200);
        span.end(false);

        var inner = spans.get(0);
        var outer = spans.get(1);
        assertEquals(
                List.of(TRACE, TRACE),
                List.of(inner.context().traceId(), outer.context().traceId()));
        assertEquals(PARENT, outer.parentId());
        assertEquals(outer.context().spanId(), inner.parentId());
        assertTrue(inner.failed());
        assertEquals(SpanRecord.Kind.CLIENT, inner.kind());
        assertEquals(SpanRecord.Kind.SERVER, outer.kind());
        assertEquals("GET /api/v1/nodes", outer.name());
        assertEquals(200, outer.attributes().get("http.response.status_code"));
        assertTrue(outer.startNanos() <= inner.startNanos() && inner.endNanos() <= outer.endNanos());
    }

    @Test
    void tracesOfOthersAreLinked() {
        var span = tracer(1_000_000).serves(NAMED, false);
        span.end(false);

        var found = spans.getFirst();
        assertNotEquals(TRACE, found.context().traceId());
        assertEquals("", found.parentId());
        assertEquals(Optional.of(TRACE), found.link().map(TraceContext::traceId));
    }

    @Test
    void onlyAShareIsRecorded() {
        var tracer = tracer(100_000);
        for (int i = 0; i < 10_000; i++) {
            tracer.serves(Headers.EMPTY, true).end(false);
        }

        assertTrue(spans.size() > 850 && spans.size() < 1150, () -> spans.size() + " of 10,000");
        var unsampled = tracer(0).serves(Headers.EMPTY, true);
        assertFalse(unsampled.isRecorded());
        assertTrue(traceparent(unsampled).endsWith("-00"));
    }

    @Test
    void otherThreadsWorkForTheSameSpan() {
        var span = tracer(1_000_000).serves(NAMED, true);

        var seen = span.during(() -> CompletableFuture.supplyAsync(
                        Span.carried(Span::current), task -> Thread.ofVirtual().start(task)))
                .join();

        assertSame(span, seen);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "00-" + TRACE + "-" + PARENT,
                "ff-" + TRACE + "-" + PARENT + "-01",
                "00-" + TRACE + "-" + PARENT + "-01-more",
                "00-00000000000000000000000000000000-" + PARENT + "-01",
                "00-" + TRACE + "-0000000000000000-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-" + PARENT + "-01",
            })
    void whatIsNoPlaceInATraceIsPassedOver(String traceparent) {
        assertEquals(Optional.empty(), TraceContext.of(Headers.of("traceparent", traceparent)));
    }

    @Test
    void laterVersionsMaySayMore() {
        assertTrue(TraceContext.of(Headers.of("traceparent", "01-" + TRACE + "-" + PARENT + "-01-more"))
                .isPresent());
    }
}
