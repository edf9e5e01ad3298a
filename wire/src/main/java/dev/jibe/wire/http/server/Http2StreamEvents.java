package dev.jibe.wire.http.server;

import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.function.Consumer;

/** Tells of streams that have closed. */
final class Http2StreamEvents extends Http2ConnectionAdapter {
    private final Consumer<Http2Stream> closed;

    Http2StreamEvents(Consumer<Http2Stream> closed) {
        this.closed = closed;
    }

    @Override
    public void onStreamClosed(Http2Stream stream) {
        closed.accept(stream);
    }
}
