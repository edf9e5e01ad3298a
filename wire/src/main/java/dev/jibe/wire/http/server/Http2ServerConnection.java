package dev.jibe.wire.http.server;

import dev.jibe.wire.WireException;
import dev.jibe.wire.http.Headers;
import dev.jibe.wire.http.HttpVersion;
import dev.jibe.wire.http.Request;
import dev.jibe.wire.http.Target;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A connection that speaks HTTP/2. It stands directly on Netty's frame codec: a stream is one exchange object, not a
 * channel of its own.
 */
@SuppressWarnings("FutureReturnValueIgnored") // A failed write closes the stream or channel, and that is heard.
final class Http2ServerConnection extends Http2ConnectionHandler {
    private static final int CONNECTION_WINDOW_BYTES = 4 * 1024 * 1024;
    private static final Duration TICK = Duration.ofSeconds(15);
    private static final int MAX_SILENT_TICKS = 3;
    private static final long LINGER_MILLIS = 1_000;

    final ConnectionContext shared;
    private final Http2Connection.PropertyKey exchangeKey;
    private final AtomicInteger handlersRunning = new AtomicInteger();
    private @Nullable ChannelHandlerContext channel;
    private @Nullable Flusher flusher;
    private @Nullable Deadline tick;
    private boolean isDraining;
    private int silentTicks;
    private long idleSinceNanos;

    Http2ServerConnection(
            ConnectionContext shared,
            Http2ConnectionDecoder decoder,
            Http2ConnectionEncoder encoder,
            Http2Settings settings) {
        super(decoder, encoder, settings);
        this.shared = shared;
        this.exchangeKey = encoder.connection().newKey();
        decoder.frameListener(new Http2ServerFrames(this));
        encoder.connection().addListener(new Http2StreamEvents(this::streamClosed));
    }

    ChannelHandlerContext context() {
        return Objects.requireNonNull(channel);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) throws Exception {
        channel = added;
        flusher = new Flusher(added, () -> flush(added));
        tick = new Deadline(added.channel().eventLoop(), shared.config().clock(), this::tick);
        tick.in(TICK);
        idleSinceNanos = shared.config().clock().nanoTime();
        super.handlerAdded(added);
    }

    /** The preface has been sent: widens the window of the whole connection. */
    void widen() throws Http2Exception {
        Http2Stream whole = connection().connectionStream();
        var flow = connection().local().flowController();
        flow.incrementWindowSize(whole, CONNECTION_WINDOW_BYTES - flow.initialWindowSize(whole));
    }

    @Nullable
    Http2Exchange exchange(int streamId) {
        Http2Stream stream = connection().stream(streamId);
        return stream == null ? null : stream.getProperty(exchangeKey);
    }

    void receiveHeaders(int streamId, Http2Headers headers, boolean isEnd) throws Http2Exception {
        heard();
        Http2Exchange known = exchange(streamId);
        if (known != null) { // Trailers.
            known.receiveEnd();
            return;
        }
        Http2Stream stream = Objects.requireNonNull(connection().stream(streamId));
        if (handlersRunning.get() >= 2 * shared.config().limits().maxConcurrentStreams()) {
            // A client that resets streams gets new ones while the handlers of the old ones still run.
            throw Http2Exception.streamError(streamId, Http2Error.REFUSED_STREAM, "too many handlers running");
        }
        Request request;
        try {
            request = request(headers);
        } catch (WireException e) {
            throw Http2Exception.streamError(streamId, Http2Error.PROTOCOL_ERROR, e, "%s", e.getMessage());
        }
        Http2Exchange exchange = new Http2Exchange(this, stream, request, declaredLength(headers, isEnd));
        stream.setProperty(exchangeKey, exchange);
        handlersRunning.incrementAndGet();
        exchange.receiveHead(isEnd);
    }

    /** Takes body bytes; how many of them the client may send anew at once. */
    int receiveData(int streamId, ByteBuf data, int padding, boolean isEnd) {
        heard();
        int bytes = data.readableBytes() + padding;
        Http2Exchange exchange = exchange(streamId);
        if (exchange == null) {
            return bytes;
        }
        boolean isHeld = !exchange.isCollected() && !exchange.complete;
        exchange.receiveBody(data);
        if (isEnd) {
            exchange.receiveEnd();
        }
        return isHeld ? padding : bytes;
    }

    private static long declaredLength(Http2Headers headers, boolean isEnd) {
        if (isEnd) {
            return 0;
        }
        CharSequence length = headers.get("content-length");
        return length == null ? -1 : Long.parseLong(length.toString());
    }

    private Request request(Http2Headers fields) throws WireException {
        CharSequence method = fields.method();
        CharSequence path = fields.path();
        if (method == null || path == null || fields.scheme() == null) {
            throw new WireException("a request without method, path or scheme");
        }
        Headers.Builder headers = Headers.builder(fields.size());
        CharSequence authority = fields.authority();
        try {
            for (Map.Entry<CharSequence, CharSequence> field : fields) {
                String name = field.getKey().toString();
                if (name.charAt(0) != ':') {
                    headers.add(name, field.getValue().toString());
                }
            }
            if (authority != null) {
                headers.set("host", authority.toString());
            }
        } catch (IllegalArgumentException e) {
            throw new WireException(String.valueOf(e.getMessage()), e);
        }
        Target target = Target.parse(path.toString());
        return new Request(
                method.toString(),
                target.path(),
                target.rawPath(),
                target.rawQuery(),
                headers.build(),
                HttpVersion.HTTP_2,
                shared.remoteAddress(),
                shared.peerCertificates());
    }

    boolean isLive(Http2Exchange exchange) {
        return !exchange.complete && exchange.stream.state().localSideOpen() && !exchange.stream.isResetSent();
    }

    void writeHeaders(Http2Exchange exchange, int status, Headers headers, String contentLength, boolean isEnd) {
        Http2Headers fields = new DefaultHttp2Headers(false, headers.size() + 3);
        fields.status(StatusText.of(status));
        for (int i = 0; i < headers.size(); i++) {
            if (!ResponseHeaders.isHopByHop(headers.name(i))) {
                fields.add(headers.name(i), headers.value(i));
            }
        }
        if (!contentLength.isEmpty()) {
            fields.add("content-length", contentLength);
        }
        if (!headers.has("date")) {
            fields.add("date", shared.date().now());
        }
        ChannelPromise promise = context().newPromise();
        encoder().writeHeaders(context(), exchange.stream.id(), fields, 0, isEnd, promise);
        later();
        if (headers.hasToken("connection", "close")) {
            drain();
        }
    }

    void writeData(Http2Exchange exchange, ByteBuf data, boolean isEnd, ChannelPromise promise) {
        encoder().writeData(context(), exchange.stream.id(), data, 0, isEnd, promise);
        later();
    }

    /** The response is on its way: the client need not send the rest of its body. */
    void finished(Http2Exchange exchange) {
        if (exchange.stream.state().remoteSideOpen() && !exchange.body.isEnded()) {
            int dropped = exchange.body.discard();
            consumed(exchange, dropped);
        }
    }

    void reset(Http2Exchange exchange, Http2Error error) {
        if (connection().stream(exchange.stream.id()) == null || exchange.stream.isResetSent()) {
            return;
        }
        resetStream(context(), exchange.stream.id(), error.code(), context().newPromise());
        later();
    }

    void consumed(Http2Exchange exchange, int bytes) {
        try {
            var flow = connection().local().flowController();
            int held = flow.unconsumedBytes(exchange.stream);
            if (bytes > 0 && held > 0 && flow.consumeBytes(exchange.stream, Math.min(bytes, held))) {
                later();
            }
        } catch (Http2Exception e) {
            onError(context(), false, e);
        }
    }

    void handled() {
        handlersRunning.decrementAndGet();
    }

    private void later() {
        Objects.requireNonNull(flusher).later();
    }

    private void streamClosed(Http2Stream stream) {
        Http2Exchange exchange = stream.getProperty(exchangeKey);
        if (exchange != null) {
            if (!exchange.isLaunched()) {
                handled();
            }
            exchange.receiveGone();
        }
        if (connection().numActiveStreams() == 0) {
            idleSinceNanos = shared.config().clock().nanoTime();
            closeIfDrained();
        }
    }

    void heard() {
        silentTicks = 0;
    }

    /** Finds peers that are gone or stuck: asks silent ones for a sign of life, and lets go of idle ones. */
    private void tick() {
        Limits limits = shared.config().limits();
        long now = shared.config().clock().nanoTime();
        if (connection().numActiveStreams() == 0) {
            if (now - idleSinceNanos > limits.idleTimeout().toNanos()) {
                context().close();
                return;
            }
        } else if (++silentTicks > MAX_SILENT_TICKS) {
            context().channel().pipeline().firstContext().close();
            return;
        } else if (silentTicks > 1) {
            encoder().writePing(context(), false, now, context().newPromise());
            later();
        }
        Objects.requireNonNull(tick).in(TICK);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
        if (event == Drain.EVENT) {
            drain();
        } else {
            super.userEventTriggered(context, event);
        }
    }

    /** Takes nothing new, and ends when all that was begun has. */
    private void drain() {
        if (isDraining) {
            return;
        }
        isDraining = true;
        int last = connection().remote().lastStreamCreated();
        goAway(
                context(),
                last,
                Http2Error.NO_ERROR.code(),
                Unpooled.EMPTY_BUFFER,
                context().newPromise());
        later();
        closeIfDrained();
    }

    /** Leaves the first close to the client: ours could make the kernel drop what is still on its way to it. */
    private void closeIfDrained() {
        if (isDraining && connection().numActiveStreams() == 0) {
            context().channel().eventLoop().schedule(() -> context().close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        Objects.requireNonNull(tick).cancel();
        super.channelInactive(context);
    }
}
