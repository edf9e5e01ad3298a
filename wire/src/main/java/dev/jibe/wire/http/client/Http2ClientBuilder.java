package dev.jibe.wire.http.client;

import io.netty.channel.Channel;
import io.netty.handler.codec.http2.AbstractHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2RemoteFlowController;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.UniformStreamByteDistributor;

/** Makes a client's HTTP/2 connections with our settings. */
final class Http2ClientBuilder
        extends AbstractHttp2ConnectionHandlerBuilder<Http2ClientConnection, Http2ClientBuilder> {
    private static final int STREAM_WINDOW_BYTES = 256 * 1024;
    private static final int MAX_HEADER_BYTES = 256 * 1024;

    private final Channel channel;
    private final Runnable onFree;

    private Http2ClientBuilder(Channel channel, Runnable onFree) {
        this.channel = channel;
        this.onFree = onFree;
        var connection = new DefaultHttp2Connection(false, 0);
        connection
                .remote()
                .flowController(
                        new DefaultHttp2RemoteFlowController(connection, new UniformStreamByteDistributor(connection)));
        connection(connection);
        initialSettings(new Http2Settings()
                .pushEnabled(false)
                .maxHeaderListSize(MAX_HEADER_BYTES)
                .initialWindowSize(STREAM_WINDOW_BYTES));
        frameListener(new Http2FrameAdapter());
        gracefulShutdownTimeoutMillis(0);
    }

    static Http2ClientConnection create(Channel channel, Runnable onFree) {
        return new Http2ClientBuilder(channel, onFree).build();
    }

    @Override
    protected Http2ClientConnection build(
            Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings) {
        return new Http2ClientConnection(channel, onFree, decoder, encoder, settings);
    }
}
