package dev.jibe.server.tracing;

import java.util.Map;
import java.util.Optional;

/**
 * A span that has ended.
 *
 * @param parentId of the span that this one is a part of; empty if there is none
 * @param link a span that had to do with it; of another trace
 * @param attributes texts and numbers
 * @param failed whether it ended badly
 */
record SpanRecord(
        TraceContext context,
        String parentId,
        Optional<TraceContext> link,
        String name,
        Kind kind,
        long startNanos,
        long endNanos,
        Map<String, Object> attributes,
        boolean failed) {

    /** On which side of a call it was, by OpenTelemetry's numbers. */
    enum Kind {
        SERVER(2),
        CLIENT(3);

        private final int number;

        Kind(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }
    }
}
