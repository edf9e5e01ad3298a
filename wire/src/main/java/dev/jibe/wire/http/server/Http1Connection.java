package dev.jibe.wire.http.server;

import dev.jibe.wire.WireException;
import dev.jibe.wire.http.Headers;
import dev.jibe.wire.http.HttpVersion;
import dev.jibe.wire.http.Request;
import dev.jibe.wire.http.Target;
import dev.jibe.wire.http.channel.RawChannel;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A connection that speaks HTTP/1.1: one exchange at a time, what a client sends ahead waits in bounds. */
@SuppressWarnings("FutureReturnValueIgnored") // A failed write closes the channel, and that is heard.
final class Http1Connection extends ChannelInboundHandlerAdapter {
    private static final int MAX_BACKLOG = 32;
    private static final int MAX_BUFFERED_BODY_BYTES = 256 * 1024;
    private static final Duration LINGER = Duration.ofSeconds(2);

    final ConnectionContext shared;
    private final ArrayDeque<Object> backlog = new ArrayDeque<>(0);
    private @Nullable ChannelHandlerContext channel;
    private @Nullable Flusher flusher;
    private @Nullable Deadline deadline;
    private @Nullable Http1Exchange current;
    private boolean isReceiving;
    private boolean isLingering;
    private boolean isDraining;
    private volatile boolean isPaused;

    Http1Connection(ConnectionContext shared) {
        this.shared = shared;
    }

    ChannelHandlerContext context() {
        return Objects.requireNonNull(channel);
    }

    private Deadline deadline() {
        return Objects.requireNonNull(deadline);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        channel = added;
        flusher = new Flusher(added, added::flush);
        deadline = new Deadline(added.channel().eventLoop(), shared.config().clock(), this::expired);
        deadline.in(shared.config().limits().headTimeout());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        boolean isForCurrent = isReceiving && message instanceof HttpContent;
        if (!backlog.isEmpty() || (current != null && !isForCurrent)) {
            backlog.add(message);
            if (backlog.size() > MAX_BACKLOG) {
                pause();
            }
        } else {
            process(message);
        }
    }

    private void process(Object message) {
        try {
            switch (message) {
                case HttpObject broken
                when broken.decoderResult().isFailure() ->
                    refuse(broken.decoderResult().cause());
                case HttpRequest head -> begin(head);
                case HttpContent content -> receive(content);
                default -> {}
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void begin(HttpRequest head) {
        if (isLingering) {
            return;
        }
        boolean hasBody = HttpUtil.isTransferEncodingChunked(head) || HttpUtil.isContentLengthSet(head);
        long declared = HttpUtil.isTransferEncodingChunked(head) ? -1 : HttpUtil.getContentLength(head, 0L);
        Request request;
        try {
            request = request(head);
        } catch (WireException e) {
            refuse(e);
            return;
        }
        if (HttpUtil.is100ContinueExpected(head)) {
            context().writeAndFlush(Unpooled.copiedBuffer("HTTP/1.1 100 Continue\r\n\r\n", StandardCharsets.US_ASCII));
        }
        Http1Exchange exchange = new Http1Exchange(this, request, declared, HttpUtil.isKeepAlive(head));
        current = exchange;
        isReceiving = true;
        deadline().cancel();
        if (hasBody && declared != 0) {
            exchange.receiveHead(false);
        }
    }

    private void receive(HttpContent content) {
        Http1Exchange exchange = current;
        boolean isLast = content instanceof LastHttpContent;
        if (exchange != null && isReceiving) {
            if (content.content().isReadable()) {
                if (exchange.receiveBody(content.content()) > MAX_BUFFERED_BODY_BYTES) {
                    pause();
                    bodyTaken(exchange);
                }
            }
            if (isLast) {
                isReceiving = false;
                exchange.receiveEnd();
            }
        } else if (isLast && isLingering) {
            context().close();
        }
    }

    private Request request(HttpRequest head) throws WireException {
        Headers.Builder headers = Headers.builder(head.headers().size());
        try {
            for (Map.Entry<String, String> field : head.headers()) {
                headers.add(field.getKey(), field.getValue());
            }
        } catch (IllegalArgumentException e) {
            throw new WireException(String.valueOf(e.getMessage()), e);
        }
        boolean isOld = head.protocolVersion().minorVersion() == 0;
        if (head.protocolVersion().majorVersion() != 1) {
            throw new WireException("unsupported protocol version");
        }
        Headers built = headers.build();
        if (!isOld && built.all("host").size() != 1) {
            throw new WireException("missing required Host header");
        }
        Target target = Target.parse(head.uri());
        return new Request(
                head.method().name(),
                target.path(),
                target.rawPath(),
                target.rawQuery(),
                built,
                isOld ? HttpVersion.HTTP_1_0 : HttpVersion.HTTP_1_1,
                shared.remoteAddress(),
                shared.peerCertificates());
    }

    /** Answers what is not a request that can be served, and closes. */
    private void refuse(Throwable cause) {
        int status = switch (cause) {
            case TooLongHttpHeaderException e -> 431;
            case TooLongHttpLineException e -> 414;
            default -> 400;
        };
        byte[] text = (status + " " + cause.getMessage() + "\n").getBytes(StandardCharsets.UTF_8);
        ByteBuf out = context().alloc().buffer(256);
        Http1Head.statusLine(out, status);
        Http1Head.field(out, "content-type", "text/plain; charset=utf-8");
        Http1Head.field(out, "connection", "close");
        Http1Head.field(out, "content-length", Integer.toString(text.length));
        Http1Head.newLine(out);
        out.writeBytes(text);
        isReceiving = false;
        if (current != null) {
            current.receiveGone();
            current = null;
        }
        context().writeAndFlush(out).addListener(ChannelFutureListener.CLOSE);
    }

    boolean isCurrent(Http1Exchange exchange) {
        return current == exchange;
    }

    /** Whether another request may follow on this connection. */
    boolean mayContinue() {
        return !isReceiving && !isDraining;
    }

    void flushLater() {
        Objects.requireNonNull(flusher).later();
    }

    void finished(Http1Exchange exchange, boolean keepAlive) {
        current = null;
        exchange.receiveGone();
        if (keepAlive) {
            flushLater();
            deadline().in(shared.config().limits().idleTimeout());
            while (current == null && !backlog.isEmpty()) {
                process(backlog.remove());
            }
            while (isReceiving && backlog.peek() instanceof HttpContent) {
                process(backlog.remove());
            }
            resume();
        } else if (isReceiving) {
            // A close now would make the kernel drop the response, as unread bytes are still coming in.
            isLingering = true;
            isReceiving = false;
            context().flush();
            deadline().in(LINGER);
            exchange.body.discard();
            resume();
        } else {
            context().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    void becomeRaw(RawChannel raw) {
        deadline().cancel();
        Http1Exchange exchange = current;
        current = null;
        if (exchange != null) {
            exchange.receiveGone();
        }
        var pipeline = context().pipeline();
        pipeline.replace(this, "raw", raw);
        pipeline.remove(HttpRequestDecoder.class);
        raw.resumeReading();
    }

    private void pause() {
        isPaused = true;
        context().channel().config().setAutoRead(false);
    }

    private void resume() {
        if (isPaused && backlog.size() <= MAX_BACKLOG / 2) {
            isPaused = false;
            context().channel().config().setAutoRead(true);
        }
    }

    /** A handler has read of its body; on whichever thread. */
    void bodyTaken(Http1Exchange exchange) {
        if (isPaused && exchange.body.buffered() <= MAX_BUFFERED_BODY_BYTES / 2) {
            exchange.onLoop(this::resume);
        }
    }

    /** Closes as soon as no exchange is in progress. */
    private void drain() {
        isDraining = true;
        if (current == null) {
            context().close();
        }
    }

    private void expired() {
        context().close();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == Drain.EVENT) {
            drain();
        } else {
            context.fireUserEventTriggered(event);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        deadline().cancel();
        if (current != null) {
            current.receiveGone();
            current = null;
        }
        backlog.forEach(ReferenceCountUtil::release);
        backlog.clear();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
