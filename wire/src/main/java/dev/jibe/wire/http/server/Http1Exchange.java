package dev.jibe.wire.http.server;

import dev.jibe.wire.WireException;
import dev.jibe.wire.http.Headers;
import dev.jibe.wire.http.HttpVersion;
import dev.jibe.wire.http.RawConnection;
import dev.jibe.wire.http.Request;
import dev.jibe.wire.http.channel.RawChannel;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** An exchange on an HTTP/1.1 connection, which carries one at a time. */
@SuppressWarnings("FutureReturnValueIgnored") // A failed write closes the channel, and that is heard.
final class Http1Exchange extends ServerExchange {
    private static final int MAX_COPIED_BYTES = 4096;
    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Http1Connection connection;
    private final ChannelHandlerContext context;
    private boolean keepAlive;
    private boolean isChunked;
    private boolean isStreaming;

    Http1Exchange(Http1Connection connection, Request request, long declaredLength, boolean keepAlive) {
        super(
                request,
                declaredLength,
                connection.shared.handler(),
                connection.context().channel().eventLoop(),
                connection.shared.held(),
                connection.shared.config().limits().responseBufferBytes());
        this.connection = connection;
        this.context = connection.context();
        this.keepAlive = keepAlive;
    }

    @Override
    void taken(int bytes) {
        connection.bodyTaken(this);
    }

    @Override
    void handled() {}

    @Override
    void sendResponse(int status, Headers headers, List<ByteBuf> content, long length) {
        if (!connection.isCurrent(this)) {
            drop(content, length);
            return;
        }
        ByteBuf head = head(status, headers);
        boolean isHead = request.method().equals("HEAD");
        if (ResponseHeaders.hasBody(status)) {
            String declared = isHead ? headers.get("content-length", Long.toString(length)) : Long.toString(length);
            Http1Head.field(head, "content-length", declared);
        }
        Http1Head.newLine(head);
        boolean isSent = length > 0 && !isHead && ResponseHeaders.hasBody(status);
        if (!isSent || length <= MAX_COPIED_BYTES) {
            if (isSent) {
                content.forEach(head::writeBytes);
            }
            content.forEach(ByteBuf::release);
            finish(context.write(head).addListener(done -> sent(length)));
            return;
        }
        ChannelFuture written = context.write(head);
        for (ByteBuf part : content) {
            int bytes = part.readableBytes();
            written = context.write(part).addListener(done -> sent(bytes));
        }
        finish(written);
    }

    @Override
    void sendHead(int status, Headers headers) {
        if (!connection.isCurrent(this)) {
            return;
        }
        boolean hasBody = ResponseHeaders.hasBody(status) && !request.method().equals("HEAD");
        isChunked = hasBody && request.version() == HttpVersion.HTTP_1_1;
        isStreaming = hasBody;
        if (hasBody && !isChunked) {
            keepAlive = false;
        }
        ByteBuf head = head(status, headers);
        if (isChunked) {
            Http1Head.field(head, "transfer-encoding", "chunked");
        }
        Http1Head.newLine(head);
        context.write(head);
        connection.flushLater();
    }

    @Override
    void sendChunk(byte[] chunk) {
        if (!connection.isCurrent(this) || !isStreaming || chunk.length == 0) {
            left(chunk.length);
            return;
        }
        ByteBuf content = Unpooled.wrappedBuffer(chunk);
        if (isChunked) {
            ByteBuf size = context.alloc().buffer(10);
            size.writeCharSequence(Integer.toHexString(chunk.length), StandardCharsets.US_ASCII);
            Http1Head.newLine(size);
            context.write(size);
            context.write(content);
            content = context.alloc().buffer(2);
            Http1Head.newLine(content);
        }
        context.write(content).addListener(done -> left(chunk.length));
        connection.flushLater();
    }

    @Override
    void sendEnd() {
        if (!connection.isCurrent(this)) {
            return;
        }
        finish(context.write(isChunked ? Unpooled.wrappedBuffer(LAST_CHUNK) : Unpooled.EMPTY_BUFFER));
    }

    @Override
    void sendReset() {
        if (connection.isCurrent(this)) {
            context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public RawConnection upgrade(Headers headers) throws WireException {
        mustBegin();
        RawChannel raw = new RawChannel(context.channel());
        var done = new CompletableFuture<Void>();
        loop.execute(() -> {
            if (!connection.isCurrent(this)) {
                done.completeExceptionally(new WireException("the client has gone"));
                return;
            }
            ByteBuf head = context.alloc().buffer(256);
            Http1Head.statusLine(head, 101);
            Http1Head.field(head, "connection", "Upgrade");
            headers.without("connection").forEach((name, value) -> Http1Head.field(head, name, value));
            Http1Head.newLine(head);
            context.writeAndFlush(head);
            complete = true;
            connection.becomeRaw(raw);
            done.complete(null);
        });
        try {
            done.join();
        } catch (CompletionException e) {
            throw new WireException(String.valueOf(e.getCause()), e);
        }
        return raw;
    }

    private ByteBuf head(int status, Headers headers) {
        keepAlive = keepAlive && connection.mayContinue();
        ByteBuf head = context.alloc().buffer(512);
        Http1Head.statusLine(head, status);
        Http1Head.fields(head, headers);
        if (!headers.has("date")) {
            Http1Head.field(head, "date", connection.shared.date().now());
        }
        if (!keepAlive) {
            Http1Head.field(head, "connection", "close");
        } else if (request.version() == HttpVersion.HTTP_1_0) {
            Http1Head.field(head, "connection", "keep-alive");
        }
        return head;
    }

    /** Goes on to the next request; if the client is slow to take what it has asked for, when it has. */
    private void finish(ChannelFuture written) {
        complete = true;
        context.flush();
        if (written.isDone() || context.channel().isWritable()) {
            connection.finished(this, keepAlive);
        } else {
            written.addListener(done -> connection.finished(this, keepAlive && done.isSuccess()));
        }
    }

    @Override
    void letGo() {
        var first = context.pipeline().firstContext(); // No other handler delays it.
        if (first != null) {
            first.close();
        }
    }
}
