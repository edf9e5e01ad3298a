package dev.jibe.wire.http.server;

import dev.jibe.wire.WireException;
import dev.jibe.wire.http.Headers;
import dev.jibe.wire.http.RawConnection;
import dev.jibe.wire.http.Request;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.List;

/** An exchange on one stream of an HTTP/2 connection. */
@SuppressWarnings("FutureReturnValueIgnored") // A failed write closes the stream, and that is heard.
final class Http2Exchange extends ServerExchange {
    private static final int RETURNED_AT_ONCE_BYTES = 32 * 1024;

    final Http2Stream stream;
    private final Http2ServerConnection connection;
    private int unreturned;

    Http2Exchange(Http2ServerConnection connection, Http2Stream stream, Request request, long declaredLength) {
        super(
                request,
                declaredLength,
                connection.shared.handler(),
                connection.context().channel().eventLoop(),
                connection.shared.held(),
                connection.shared.config().limits().responseBufferBytes());
        this.connection = connection;
        this.stream = stream;
    }

    /** Gives the client room to send more; not for every little read. */
    @Override
    void taken(int bytes) {
        if (isCollected()) {
            return;
        }
        int returned;
        synchronized (body) {
            unreturned += bytes;
            if (unreturned < RETURNED_AT_ONCE_BYTES) {
                return;
            }
            returned = unreturned;
            unreturned = 0;
        }
        onLoop(() -> connection.consumed(this, returned));
    }

    @Override
    void handled() {
        connection.handled();
    }

    @Override
    void sendResponse(int status, Headers headers, List<ByteBuf> content, long length) {
        if (!connection.isLive(this)) {
            drop(content, length);
            return;
        }
        boolean hasBody = ResponseHeaders.hasBody(status);
        boolean isSent = hasBody && length > 0 && !request.method().equals("HEAD");
        complete = true;
        String declared = hasBody ? declaredLength(headers, length) : "";
        connection.writeHeaders(this, status, headers, declared, !isSent);
        if (isSent) {
            int last = content.size() - 1;
            for (int i = 0; i <= last; i++) {
                ByteBuf part = content.get(i);
                int bytes = part.readableBytes();
                ChannelPromise promise = connection.context().newPromise();
                promise.addListener(done -> sent(bytes));
                connection.writeData(this, part, i == last, promise);
            }
        } else {
            drop(content, length);
        }
        connection.finished(this);
    }

    private String declaredLength(Headers headers, long length) {
        String actual = Long.toString(length);
        return request.method().equals("HEAD") ? headers.get("content-length", actual) : actual;
    }

    @Override
    void sendHead(int status, Headers headers) {
        if (connection.isLive(this)) {
            connection.writeHeaders(this, status, headers, "", false);
        }
    }

    @Override
    void sendChunk(byte[] chunk) {
        if (!connection.isLive(this) || request.method().equals("HEAD")) {
            left(chunk.length);
            return;
        }
        ChannelPromise promise = connection.context().newPromise();
        promise.addListener(done -> left(chunk.length));
        connection.writeData(this, Unpooled.wrappedBuffer(chunk), false, promise);
    }

    @Override
    void sendEnd() {
        if (connection.isLive(this)) {
            complete = true;
            connection.writeData(
                    this, Unpooled.EMPTY_BUFFER, true, connection.context().newPromise());
            connection.finished(this);
        }
    }

    @Override
    void sendReset() {
        if (connection.isLive(this)) {
            connection.reset(this, Http2Error.INTERNAL_ERROR);
        }
    }

    @Override
    void letGo() {
        connection.reset(this, Http2Error.ENHANCE_YOUR_CALM);
    }

    @Override
    public RawConnection upgrade(Headers headers) throws WireException {
        throw new WireException("HTTP/2 has no upgrade: the client must use HTTP/1.1");
    }
}
