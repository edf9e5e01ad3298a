package dev.jibe.wire.http.client;

import dev.jibe.wire.http.Headers;
import dev.jibe.wire.http.HttpVersion;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
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
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A client's connection that speaks HTTP/2. */
@SuppressWarnings("FutureReturnValueIgnored") // A failed write closes the stream or channel, and that is heard.
final class Http2ClientConnection extends Http2ConnectionHandler implements ClientConnection {
    private static final int CONNECTION_WINDOW_BYTES = 1 << 30;
    private static final int STREAMS_UNTIL_TOLD = 100;

    private final Channel channel;
    private final Runnable onFree;
    private final Http2Connection.PropertyKey exchangeKey;
    private final AtomicInteger active = new AtomicInteger();
    private volatile int maxStreams = STREAMS_UNTIL_TOLD;
    private volatile boolean isGoingAway;
    private @Nullable ChannelHandlerContext context;
    private boolean isWidened;

    Http2ClientConnection(
            Channel channel,
            Runnable onFree,
            Http2ConnectionDecoder decoder,
            Http2ConnectionEncoder encoder,
            Http2Settings settings) {
        super(decoder, encoder, settings);
        this.channel = channel;
        this.onFree = onFree;
        this.exchangeKey = encoder.connection().newKey();
        decoder.frameListener(new Http2ClientFrames(this));
        encoder.connection().addListener(new Http2ClientEvents(this));
    }

    private ChannelHandlerContext context() {
        return Objects.requireNonNull(context);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) throws Exception {
        context = added;
        super.handlerAdded(added);
    }

    void receiveSettings(Http2Settings settings) throws Http2Exception {
        Long streams = settings.maxConcurrentStreams();
        if (streams != null) {
            maxStreams = (int) Math.min(streams, Integer.MAX_VALUE);
        }
        if (!isWidened) {
            isWidened = true;
            Http2Stream whole = connection().connectionStream();
            var flow = connection().local().flowController();
            flow.incrementWindowSize(whole, CONNECTION_WINDOW_BYTES - flow.initialWindowSize(whole));
        }
    }

    @Override
    public boolean tryReserve() {
        if (!isOpen()) {
            return false;
        }
        int now;
        do {
            now = active.get();
            if (now >= maxStreams) {
                return false;
            }
        } while (!active.compareAndSet(now, now + 1));
        return true;
    }

    @Override
    public void start(ClientExchange exchange) {
        channel.eventLoop().execute(() -> send(exchange));
    }

    private void send(ClientExchange exchange) {
        int id = connection().local().incrementAndGetNextStreamId();
        if (!isOpen() || id < 0) {
            isGoingAway = true;
            active.decrementAndGet();
            exchange.fail(new ClientExchange.Lost("the connection takes no more requests", true));
            return;
        }
        ClientRequest request = exchange.request;
        boolean hasBody = request.body().length > 0;
        exchange.streamId = id;
        encoder()
                .writeHeaders(
                        context(), id, fields(request), 0, !hasBody, context().newPromise())
                .addListener(sent -> {
                    if (!sent.isSuccess() && connection().stream(id) == null) {
                        exchange.fail(new ClientExchange.Lost(
                                "cannot send: " + sent.cause().getMessage(), true));
                    }
                });
        Http2Stream stream = connection().stream(id);
        if (stream == null) {
            active.decrementAndGet();
            exchange.fail(new ClientExchange.Lost("the server allows no more streams", true));
            return;
        }
        stream.setProperty(exchangeKey, exchange);
        if (hasBody) {
            encoder()
                    .writeData(
                            context(),
                            id,
                            Unpooled.wrappedBuffer(request.body()),
                            0,
                            true,
                            context().newPromise());
        }
        flush(context());
    }

    private static Http2Headers fields(ClientRequest request) {
        Http2Headers fields = new DefaultHttp2Headers(false, request.headers().size() + 6);
        fields.method(request.method());
        fields.scheme(request.uri().getScheme());
        fields.authority(request.headers().get("host", request.authority()));
        fields.path(request.target());
        request.headers().forEach((name, value) -> {
            if (!name.equals("host") && !name.equals("connection") && !name.equals("transfer-encoding")) {
                fields.add(name, value);
            }
        });
        if (request.body().length > 0) {
            fields.set("content-length", Integer.toString(request.body().length));
        }
        return fields;
    }

    private @Nullable ClientExchange exchange(int streamId) {
        Http2Stream stream = connection().stream(streamId);
        return stream == null ? null : stream.getProperty(exchangeKey);
    }

    void receiveHeaders(int streamId, Http2Headers fields, boolean isEnd) {
        ClientExchange exchange = exchange(streamId);
        if (exchange == null) {
            return;
        }
        CharSequence status = fields.status();
        int code = status == null ? 0 : Integer.parseInt(status.toString());
        if (!exchange.response.isDone() && code >= 200) {
            Headers.Builder headers = Headers.builder(fields.size());
            for (Map.Entry<CharSequence, CharSequence> field : fields) {
                if (field.getKey().charAt(0) != ':') {
                    headers.add(field.getKey().toString(), field.getValue().toString());
                }
            }
            exchange.receiveHead(code, headers.build(), HttpVersion.HTTP_2);
        }
        if (isEnd) {
            exchange.body.end();
        }
    }

    /** Takes body bytes; how many of them the server may send anew at once. */
    int receiveData(int streamId, ByteBuf data, int padding, boolean isEnd) {
        int length = data.readableBytes();
        ClientExchange exchange = exchange(streamId);
        if (exchange == null || exchange.body.isEnded()) {
            return length + padding;
        }
        exchange.body.offer(ByteBufUtil.getBytes(data));
        if (isEnd) {
            exchange.body.end();
        }
        return padding;
    }

    void streamClosed(Http2Stream stream, String reason) {
        ClientExchange exchange = stream.getProperty(exchangeKey);
        if (exchange != null) {
            int left = active.decrementAndGet();
            exchange.fail(new ClientExchange.Lost(reason, false));
            onFree.run();
            if (isGoingAway && left == 0) {
                channel.close();
            }
        }
    }

    void streamRefused(int streamId) {
        ClientExchange exchange = exchange(streamId);
        if (exchange != null) {
            exchange.fail(new ClientExchange.Lost("the server refused the stream", true));
        }
    }

    /** The server takes nothing new; streams above the last it looked at can be sent elsewhere. */
    void goingAway(int lastStreamId) {
        isGoingAway = true;
        try {
            connection().forEachActiveStream(stream -> {
                if (stream.id() > lastStreamId && stream.getProperty(exchangeKey) instanceof ClientExchange exchange) {
                    exchange.fail(new ClientExchange.Lost("the server is going away", true));
                }
                return true;
            });
        } catch (Http2Exception e) {
            onError(context(), false, e);
        }
        if (active.get() == 0) {
            channel.close();
        }
    }

    @Override
    public void cancel(ClientExchange exchange) {
        channel.eventLoop().execute(() -> {
            if (connection().stream(exchange.streamId) != null) {
                resetStream(
                        context(),
                        exchange.streamId,
                        Http2Error.CANCEL.code(),
                        context().newPromise());
                flush(context());
            }
        });
    }

    @Override
    public void taken(ClientExchange exchange, int bytes) {
        channel.eventLoop().execute(() -> {
            Http2Stream stream = connection().stream(exchange.streamId);
            if (stream == null) {
                return;
            }
            try {
                var flow = connection().local().flowController();
                int held = Math.min(bytes, flow.unconsumedBytes(stream));
                if (held > 0 && flow.consumeBytes(stream, held)) {
                    flush(context());
                }
            } catch (Http2Exception e) {
                onError(context(), false, e);
            }
        });
    }

    @Override
    public boolean isOpen() {
        return channel.isActive() && !isGoingAway;
    }

    @Override
    public boolean isIdle() {
        return active.get() == 0;
    }

    @Override
    public void close() {
        channel.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext inactive) throws Exception {
        super.channelInactive(inactive);
        onFree.run();
    }
}
