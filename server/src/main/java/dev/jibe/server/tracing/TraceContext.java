package dev.jibe.server.tracing;

import dev.jibe.wire.http.Headers;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The place in a trace that one process tells the next in the headers of a request.
 *
 * <p>See <a href="https://www.w3.org/TR/trace-context/">W3C Trace Context</a> and <a
 * href="https://www.w3.org/TR/baggage/">Baggage</a>.
 *
 * @param traceId 32 hexadecimal digits
 * @param spanId 16 hexadecimal digits
 * @param sampled whether spans of the trace are recorded
 * @param state the header {@code tracestate}; may be empty
 * @param baggage the header of that name; may be empty
 */
record TraceContext(String traceId, String spanId, boolean sampled, String state, String baggage) {

    private static final Pattern PARENT =
            Pattern.compile("([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");
    private static final String PARENT_HEADER = "traceparent";
    private static final String STATE_HEADER = "tracestate";
    private static final String BAGGAGE_HEADER = "baggage";

    /** What a request says; nothing if it says nothing that can be understood. */
    static Optional<TraceContext> of(Headers headers) {
        var text = headers.get(PARENT_HEADER, "");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        var parent = PARENT.matcher(text);
        if (!parent.matches()
                || parent.group(1).equals("ff")
                || (parent.group(1).equals("00") && parent.group(5) != null)
                || isZero(parent.group(2))
                || isZero(parent.group(3))) {
            return Optional.empty();
        }
        boolean sampled = (Integer.parseInt(parent.group(4), 16) & 1) != 0;
        return Optional.of(new TraceContext(
                parent.group(2),
                parent.group(3),
                sampled,
                String.join(",", headers.all(STATE_HEADER)),
                String.join(",", headers.all(BAGGAGE_HEADER))));
    }

    private static boolean isZero(String digits) {
        return digits.chars().allMatch(digit -> digit == '0');
    }

    /** The headers of a request that belongs to this place. */
    Headers on(Headers headers) {
        var result = headers.toBuilder().set(PARENT_HEADER, "00-" + traceId + "-" + spanId + (sampled ? "-01" : "-00"));
        if (!state.isEmpty()) {
            result.set(STATE_HEADER, state);
        }
        if (!baggage.isEmpty()) {
            result.set(BAGGAGE_HEADER, baggage);
        }
        return result.build();
    }

    /** A place further down in the same trace. */
    TraceContext child(String id) {
        return new TraceContext(traceId, id, sampled, state, baggage);
    }
}
