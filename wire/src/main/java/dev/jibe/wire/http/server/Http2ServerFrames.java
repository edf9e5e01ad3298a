package dev.jibe.wire.http.server;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;

/** Hands the frames that matter to the connection. */
final class Http2ServerFrames extends Http2FrameAdapter {
    private final Http2ServerConnection connection;
    private boolean isWidened;

    Http2ServerFrames(Http2ServerConnection connection) {
        this.connection = connection;
    }

    @Override
    public void onSettingsRead(ChannelHandlerContext context, Http2Settings settings) throws Http2Exception {
        if (!isWidened) {
            isWidened = true;
            connection.widen();
        }
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext context, int streamId, Http2Headers headers, int padding, boolean isEnd)
            throws Http2Exception {
        connection.receiveHeaders(streamId, headers, isEnd);
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext context,
            int streamId,
            Http2Headers headers,
            int streamDependency,
            short weight,
            boolean exclusive,
            int padding,
            boolean isEnd)
            throws Http2Exception {
        connection.receiveHeaders(streamId, headers, isEnd);
    }

    @Override
    public int onDataRead(ChannelHandlerContext context, int streamId, ByteBuf data, int padding, boolean isEnd) {
        return connection.receiveData(streamId, data, padding, isEnd);
    }

    @Override
    public void onPingAckRead(ChannelHandlerContext context, long data) {
        connection.heard();
    }

    @Override
    public void onWindowUpdateRead(ChannelHandlerContext context, int streamId, int increment) {
        connection.heard();
    }
}
