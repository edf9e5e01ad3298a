package dev.jibe.wire.http.client;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;

/** Hands the frames that matter to the client's connection. */
final class Http2ClientFrames extends Http2FrameAdapter {
    private final Http2ClientConnection connection;

    Http2ClientFrames(Http2ClientConnection connection) {
        this.connection = connection;
    }

    @Override
    public void onSettingsRead(ChannelHandlerContext context, Http2Settings settings) throws Http2Exception {
        connection.receiveSettings(settings);
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext context, int streamId, Http2Headers headers, int padding, boolean isEnd) {
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
            boolean isEnd) {
        connection.receiveHeaders(streamId, headers, isEnd);
    }

    @Override
    public int onDataRead(ChannelHandlerContext context, int streamId, ByteBuf data, int padding, boolean isEnd) {
        return connection.receiveData(streamId, data, padding, isEnd);
    }

    @Override
    public void onRstStreamRead(ChannelHandlerContext context, int streamId, long errorCode) {
        if (errorCode == Http2Error.REFUSED_STREAM.code()) {
            connection.streamRefused(streamId);
        }
    }
}
