package dev.jibe.wire.http.client;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2Stream;

/** Tells a client's connection of streams that have closed and of a server that goes away. */
final class Http2ClientEvents extends Http2ConnectionAdapter {
    private final Http2ClientConnection connection;

    Http2ClientEvents(Http2ClientConnection connection) {
        this.connection = connection;
    }

    @Override
    public void onStreamClosed(Http2Stream stream) {
        connection.streamClosed(stream, "the server broke off the response");
    }

    @Override
    public void onGoAwayReceived(int lastStreamId, long errorCode, ByteBuf debugData) {
        connection.goingAway(lastStreamId);
    }
}
