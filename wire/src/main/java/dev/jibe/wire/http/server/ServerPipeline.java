package dev.jibe.wire.http.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.group.ChannelGroup;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** Puts together what a new connection needs: TLS, then the version of HTTP that was agreed on. */
final class ServerPipeline extends ChannelInitializer<Channel> {
    private static final long DRAIN_MILLIS = 30_000;

    private final ServerConfig config;
    private final Handler handler;
    private final Held held;
    private final DateHeader date;
    private final @Nullable SslContext tls;
    private final ChannelGroup connections;
    private final LongAdder failedHandshakes = new LongAdder();

    ServerPipeline(
            ServerConfig config, Handler handler, Held held, @Nullable SslContext tls, ChannelGroup connections) {
        this.config = config;
        this.handler = handler;
        this.held = held;
        this.date = new DateHeader(config.clock());
        this.tls = tls;
        this.connections = connections;
    }

    /** How many clients did not come to an agreement about TLS. */
    long failedHandshakes() {
        return failedHandshakes.sum();
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // Nobody waits for the end of a connection that was refused.
    protected void initChannel(Channel channel) {
        if (connections.size() >= config.limits().maxConnections()) {
            channel.close();
            return;
        }
        connections.add(channel);
        if (tls == null) {
            http1(channel, List.of());
            return;
        }
        SslHandler ssl = tls.newHandler(channel.alloc());
        ssl.setHandshakeTimeoutMillis(config.limits().handshakeTimeout().toMillis());
        channel.pipeline().addLast(ssl, new Negotiated(ssl));
    }

    private void http1(Channel channel, List<X509Certificate> peer) {
        Limits limits = config.limits();
        var decoder = new HttpDecoderConfig()
                .setMaxInitialLineLength(limits.maxRequestLineBytes())
                .setMaxHeaderSize(limits.maxHeaderBytes());
        channel.pipeline().addLast(new HttpRequestDecoder(decoder), new Http1Connection(context(channel, peer)));
    }

    private void http2(Channel channel, List<X509Certificate> peer) {
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.addLast(Http2ServerBuilder.create(context(channel, peer), DRAIN_MILLIS));
    }

    private ConnectionContext context(Channel channel, List<X509Certificate> peer) {
        return new ConnectionContext(config, handler, held, date, (InetSocketAddress) channel.remoteAddress(), peer);
    }

    /** Goes on when the handshake has told which version of HTTP the client wants. */
    private final class Negotiated extends ApplicationProtocolNegotiationHandler {
        private final SslHandler ssl;

        Negotiated(SslHandler ssl) {
            super(ApplicationProtocolNames.HTTP_1_1);
            this.ssl = ssl;
        }

        @Override
        protected void configurePipeline(ChannelHandlerContext context, String protocol) {
            if (protocol.equals(ApplicationProtocolNames.HTTP_2)) {
                http2(context.channel(), peerCertificates());
            } else {
                http1(context.channel(), peerCertificates());
            }
        }

        @Override
        @SuppressWarnings("FutureReturnValueIgnored")
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close(); // A client that cannot do TLS with us is its own problem.
        }

        @Override
        @SuppressWarnings("FutureReturnValueIgnored")
        protected void handshakeFailure(ChannelHandlerContext context, Throwable cause) {
            failedHandshakes.increment();
            context.close();
        }

        private List<X509Certificate> peerCertificates() {
            try {
                List<X509Certificate> chain = new ArrayList<>();
                for (Certificate certificate : ssl.engine().getSession().getPeerCertificates()) {
                    if (certificate instanceof X509Certificate x509) {
                        chain.add(x509);
                    }
                }
                return List.copyOf(chain);
            } catch (SSLPeerUnverifiedException e) {
                return List.of(); // The client sent none.
            }
        }
    }
}
