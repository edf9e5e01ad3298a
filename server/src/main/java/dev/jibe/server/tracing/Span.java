package dev.jibe.server.tracing;

import dev.jibe.wire.http.Headers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Something that goes on and may be recorded: the answering of a request, or a call to somebody else for it. */
public final class Span {

    /** The one that belongs to no trace. */
    public static final Span NONE = new Span(null, null, "", Optional.empty(), SpanRecord.Kind.SERVER);

    private static final ScopedValue<Span> CURRENT = ScopedValue.newInstance();

    private final @Nullable Tracer tracer;
    private final @Nullable TraceContext context;
    private final String parentId;
    private final Optional<TraceContext> link;
    private final SpanRecord.Kind kind;
    private final long startNanos;
    private final Map<String, Object> attributes = new LinkedHashMap<>();
    private String name = "";

    /**
     * A span that begins.
     *
     * @param tracer records it; null if nobody does
     * @param context nothing if it belongs to no trace
     */
    Span(
            @Nullable Tracer tracer,
            @Nullable TraceContext context,
            String parentId,
            Optional<TraceContext> link,
            SpanRecord.Kind kind) {
        this.tracer = tracer;
        this.context = context;
        this.parentId = parentId;
        this.link = link;
        this.kind = kind;
        this.startNanos = tracer == null ? 0 : tracer.nowNanos();
    }

    /** The span that the calling thread works for. */
    public static Span current() {
        return CURRENT.isBound() ? CURRENT.get() : NONE;
    }

    /** The same work for another thread: it, too, works for the caller's span. */
    public static <T> Supplier<T> carried(Supplier<T> work) {
        var span = current();
        return span == NONE ? work : () -> span.during(work::get);
    }

    /** Work that is done for this span. */
    public <T, X extends Throwable> T during(ScopedValue.CallableOp<T, X> work) throws X {
        return this == NONE ? work.call() : ScopedValue.where(CURRENT, this).call(work);
    }

    /** Begins a call for the current span. */
    public static Span call(String name) {
        var current = current();
        if (current.tracer == null || current.context == null) {
            return current;
        }
        var span = new Span(
                current.tracer,
                current.context.child(current.tracer.spanId()),
                current.context.spanId(),
                Optional.empty(),
                SpanRecord.Kind.CLIENT);
        span.name = name;
        return span;
    }

    /** The headers of a call that belongs to the span. */
    public Headers on(Headers headers) {
        return context == null ? headers : context.on(headers);
    }

    /** Says something of it: a text, or a number. */
    public void note(String key, Object value) {
        if (isRecorded()) {
            attributes.put(key, value);
        }
    }

    public boolean isRecorded() {
        return tracer != null && context != null && context.sampled();
    }

    public void named(String known) {
        name = known;
    }

    /** It is over. */
    public void end(boolean failed) {
        if (tracer != null && context != null && context.sampled()) {
            tracer.record(new SpanRecord(
                    context, parentId, link, name, kind, startNanos, tracer.nowNanos(), attributes, failed));
        }
    }
}
