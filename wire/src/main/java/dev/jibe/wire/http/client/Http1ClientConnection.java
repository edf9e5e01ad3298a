package dev.jibe.wire.http.client;

import dev.jibe.wire.WireException;
import dev.jibe.wire.http.Headers;
import dev.jibe.wire.http.HttpVersion;
import dev.jibe.wire.http.channel.RawChannel;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A client's connection that speaks HTTP/1.1: one exchange at a time. */
@SuppressWarnings("FutureReturnValueIgnored") // A failed write closes the channel, and that is heard.
final class Http1ClientConnection extends ChannelInboundHandlerAdapter implements ClientConnection {
    private static final int MAX_BUFFERED_BYTES = 256 * 1024;

    private final Channel channel;
    private final Runnable onFree;
    private final AtomicBoolean reserved = new AtomicBoolean();
    private @Nullable ClientExchange current;
    private boolean hasHead;
    private boolean keepAlive;
    private volatile boolean isPaused;

    Http1ClientConnection(Channel channel, Runnable onFree) {
        this.channel = channel;
        this.onFree = onFree;
    }

    @Override
    public boolean tryReserve() {
        return channel.isActive() && reserved.compareAndSet(false, true);
    }

    @Override
    public void start(ClientExchange exchange) {
        channel.eventLoop().execute(() -> {
            if (!channel.isActive()) {
                exchange.fail(new ClientExchange.Lost("the connection was closed", true));
                return;
            }
            current = exchange;
            hasHead = false;
            channel.writeAndFlush(message(exchange.request)).addListener(sent -> {
                if (!sent.isSuccess()) {
                    exchange.fail(
                            new WireException("cannot send: " + sent.cause().getMessage(), sent.cause()));
                    channel.close();
                }
            });
        });
    }

    private static DefaultFullHttpRequest message(ClientRequest request) {
        var message = new DefaultFullHttpRequest(
                io.netty.handler.codec.http.HttpVersion.HTTP_1_1,
                HttpMethod.valueOf(request.method()),
                request.target(),
                Unpooled.wrappedBuffer(request.body()),
                DefaultHttpHeadersFactory.headersFactory().withValidation(false),
                DefaultHttpHeadersFactory.trailersFactory());
        if (!request.headers().has("host")) {
            message.headers().set("host", request.authority());
        }
        request.headers().forEach(message.headers()::add);
        boolean mayHaveBody =
                !request.method().equals("GET") && !request.method().equals("HEAD");
        if (request.body().length > 0 || (mayHaveBody && !request.headers().has("upgrade"))) {
            message.headers().set("content-length", request.body().length);
        }
        return message;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            if (message instanceof HttpObject object && object.decoderResult().isFailure()) {
                broken(new WireException(
                        "malformed response: " + object.decoderResult().cause().getMessage()));
                return;
            }
            if (message instanceof HttpResponse head) {
                receiveHead(context, head);
            }
            if (message instanceof HttpContent content) {
                receiveContent(content);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void receiveHead(ChannelHandlerContext context, HttpResponse head) {
        ClientExchange exchange = current;
        int status = head.status().code();
        if (exchange == null || (status < 200 && status != 101)) {
            hasHead = false;
            return;
        }
        hasHead = true;
        Headers.Builder headers = Headers.builder(head.headers().size());
        try {
            for (Map.Entry<String, String> field : head.headers()) {
                headers.add(field.getKey(), field.getValue());
            }
        } catch (IllegalArgumentException e) {
            broken(new WireException("malformed response: " + e.getMessage(), e));
            return;
        }
        keepAlive = HttpUtil.isKeepAlive(head);
        if (status == 101) {
            becomeRaw(context, exchange, headers.build());
        } else {
            exchange.receiveHead(status, headers.build(), HttpVersion.HTTP_1_1);
        }
    }

    private void becomeRaw(ChannelHandlerContext context, ClientExchange exchange, Headers headers) {
        current = null;
        RawChannel raw = new RawChannel(channel);
        context.pipeline().replace(this, "raw", raw);
        context.pipeline().remove(HttpClientCodec.class);
        exchange.receiveUpgrade(101, headers, raw);
    }

    private void receiveContent(HttpContent content) {
        ClientExchange exchange = current;
        if (exchange == null || !hasHead) {
            return;
        }
        if (content.content().isReadable()
                && exchange.body.offer(ByteBufUtil.getBytes(content.content())) > MAX_BUFFERED_BYTES) {
            isPaused = true;
            channel.config().setAutoRead(false);
            resume(exchange);
        }
        if (content instanceof LastHttpContent) {
            current = null;
            exchange.body.end();
            if (keepAlive) {
                reserved.set(false);
                onFree.run();
            } else {
                channel.close();
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        broken(new ClientExchange.Lost("the server closed the connection before the response was complete", false));
        onFree.run();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        broken(new WireException("the connection broke: " + cause.getMessage(), cause));
    }

    private void broken(WireException cause) {
        ClientExchange exchange = current;
        current = null;
        if (exchange != null) {
            exchange.fail(cause);
        }
        channel.close();
    }

    @Override
    public void cancel(ClientExchange exchange) {
        channel.close();
    }

    @Override
    public void taken(ClientExchange exchange, int bytes) {
        if (isPaused && exchange.body.buffered() <= MAX_BUFFERED_BYTES / 2) {
            channel.eventLoop().execute(() -> resume(exchange));
        }
    }

    /** In the event loop, as pausing is: one that came in the middle of it would be undone. */
    private void resume(ClientExchange exchange) {
        if (isPaused && exchange.body.buffered() <= MAX_BUFFERED_BYTES / 2) {
            isPaused = false;
            channel.config().setAutoRead(true);
        }
    }

    @Override
    public boolean isOpen() {
        return channel.isActive();
    }

    @Override
    public boolean isIdle() {
        return !reserved.get();
    }

    @Override
    public void close() {
        channel.close();
    }
}
