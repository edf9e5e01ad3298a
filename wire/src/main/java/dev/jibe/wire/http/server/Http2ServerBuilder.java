package dev.jibe.wire.http.server;

import io.netty.handler.codec.http2.AbstractHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2RemoteFlowController;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.UniformStreamByteDistributor;

/** Makes HTTP/2 connections with our settings. */
final class Http2ServerBuilder
        extends AbstractHttp2ConnectionHandlerBuilder<Http2ServerConnection, Http2ServerBuilder> {
    private static final int STREAM_WINDOW_BYTES = 256 * 1024;
    private static final int MAX_RESETS = 2_000;
    private static final int RESETS_WINDOW_SECONDS = 10;

    private final ConnectionContext shared;

    private Http2ServerBuilder(ConnectionContext shared, Http2Settings settings) {
        this.shared = shared;
        var connection = new DefaultHttp2Connection(true, 0);
        // Nobody sends priorities any more, and equal shares are much cheaper than a weighted tree.
        connection
                .remote()
                .flowController(
                        new DefaultHttp2RemoteFlowController(connection, new UniformStreamByteDistributor(connection)));
        connection(connection);
        initialSettings(settings);
        frameListener(new Http2FrameAdapter());
        decoderEnforceMaxRstFramesPerWindow(MAX_RESETS, RESETS_WINDOW_SECONDS);
    }

    static Http2ServerConnection create(ConnectionContext shared, long drainMillis) {
        Limits limits = shared.config().limits();
        Http2Settings settings = Http2Settings.defaultSettings()
                .maxConcurrentStreams(limits.maxConcurrentStreams())
                .maxHeaderListSize(limits.maxHeaderBytes())
                .initialWindowSize(STREAM_WINDOW_BYTES);
        return new Http2ServerBuilder(shared, settings)
                .gracefulShutdownTimeoutMillis(drainMillis)
                .build();
    }

    @Override
    protected Http2ServerConnection build(
            Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings) {
        return new Http2ServerConnection(shared, decoder, encoder, settings);
    }
}
