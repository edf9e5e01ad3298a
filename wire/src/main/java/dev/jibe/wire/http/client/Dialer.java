package dev.jibe.wire.http.client;

import dev.jibe.wire.WireException;
import dev.jibe.wire.tls.ClientTls;
import dev.jibe.wire.tls.TlsContexts;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Opens connections, on threads that are there from the first one on. */
final class Dialer implements AutoCloseable {
    private static final int MAX_CONTEXTS = 512;
    private static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(10);
    private static final int MAX_LINE_BYTES = 64 * 1024;
    private static final int MAX_HEADER_BYTES = 256 * 1024;
    private static final int CHUNK_BYTES = 16 * 1024;

    private final int eventLoops;
    private final Duration connectTimeout;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable EventLoopGroup loops;
    private boolean closed;
    private final ConcurrentHashMap<ContextKey, SslContext> contexts = new ConcurrentHashMap<>();

    private record ContextKey(ClientTls tls, boolean allowsHttp2) {}

    Dialer(int eventLoops, Duration connectTimeout) {
        this.eventLoops = eventLoops;
        this.connectTimeout = connectTimeout;
    }

    /** Opens a connection, blocking until it can carry requests. */
    ClientConnection dial(Origin origin, boolean allowsHttp2, Runnable onFree) throws WireException {
        SslContext tls = origin.isTls() ? context(origin.tls(), allowsHttp2) : null;
        var ready = new CompletableFuture<ClientConnection>();
        Channel channel = connect(origin, new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel made) {
                if (tls == null) {
                    ready.complete(http1(made, onFree));
                } else {
                    secure(made, tls, origin, ready, onFree);
                }
            }
        });
        try {
            return ready.get();
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            throw new WireException(DialFailure.ofHandshake(cause), cause);
        } catch (InterruptedException e) {
            channel.close().awaitUninterruptibly();
            Thread.currentThread().interrupt();
            throw new WireException("interrupted while connecting", e);
        }
    }

    private Channel connect(Origin origin, ChannelInitializer<Channel> initializer) throws WireException {
        InetAddress address;
        try {
            address = InetAddress.getByName(origin.host());
        } catch (UnknownHostException e) {
            throw new WireException("dial tcp: lookup " + origin.host() + ": no such host", e);
        }
        var connecting = new Bootstrap()
                .group(loops())
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) connectTimeout.toMillis())
                .handler(initializer)
                .connect(new InetSocketAddress(address, origin.port()));
        connecting.awaitUninterruptibly();
        if (!connecting.isSuccess()) {
            throw new WireException(
                    "dial tcp " + origin.host() + ":" + origin.port() + ": "
                            + DialFailure.ofConnecting(connecting.cause()),
                    connecting.cause());
        }
        return connecting.channel();
    }

    private EventLoopGroup loops() throws WireException {
        lock.lock();
        try {
            if (closed) {
                throw new WireException("the client is closed");
            }
            var made = loops;
            if (made == null) {
                made = new MultiThreadIoEventLoopGroup(
                        eventLoops, new DefaultThreadFactory("wire-client", true), NioIoHandler.newFactory());
                loops = made;
            }
            return made;
        } finally {
            lock.unlock();
        }
    }

    /** Breaks off everything in progress. */
    @Override
    public void close() {
        EventLoopGroup made;
        lock.lock();
        try {
            closed = true;
            made = loops;
        } finally {
            lock.unlock();
        }
        if (made != null) {
            made.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        }
    }

    private void secure(
            Channel channel,
            SslContext tls,
            Origin origin,
            CompletableFuture<ClientConnection> ready,
            Runnable onFree) {
        String name = origin.tls().serverName().isEmpty()
                ? origin.host()
                : origin.tls().serverName();
        SslHandler ssl = tls.newHandler(channel.alloc(), name, origin.port());
        ssl.setHandshakeTimeoutMillis(Math.min(connectTimeout.toMillis(), HANDSHAKE_TIMEOUT.toMillis()));
        channel.pipeline().addLast(ssl, new Negotiated(ready, onFree));
    }

    private static ClientConnection http1(Channel channel, Runnable onFree) {
        Http1ClientConnection http1 = new Http1ClientConnection(channel, onFree);
        channel.pipeline().addLast(new HttpClientCodec(MAX_LINE_BYTES, MAX_HEADER_BYTES, CHUNK_BYTES), http1);
        return http1;
    }

    private static ClientConnection http2(Channel channel, Runnable onFree) {
        Http2ClientConnection http2 = Http2ClientBuilder.create(channel, onFree);
        channel.pipeline().addLast(http2);
        return http2;
    }

    /** Puts the right handlers in when the handshake is done, before any byte behind it is looked at. */
    @SuppressWarnings("FutureReturnValueIgnored") // Nobody waits for the end of a connection that never was one.
    private static final class Negotiated extends ApplicationProtocolNegotiationHandler {
        private final CompletableFuture<ClientConnection> ready;
        private final Runnable onFree;

        Negotiated(CompletableFuture<ClientConnection> ready, Runnable onFree) {
            super(TlsContexts.HTTP_1);
            this.ready = ready;
            this.onFree = onFree;
        }

        @Override
        protected void configurePipeline(ChannelHandlerContext context, String protocol) {
            boolean isHttp2 = protocol.equals(TlsContexts.HTTP_2);
            ready.complete(isHttp2 ? http2(context.channel(), onFree) : http1(context.channel(), onFree));
        }

        @Override
        protected void handshakeFailure(ChannelHandlerContext context, Throwable cause) {
            ready.completeExceptionally(cause);
            context.close();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            ready.completeExceptionally(cause);
            context.close();
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) throws Exception {
            ready.completeExceptionally(new WireException("the server closed the connection during the handshake"));
            super.channelInactive(context);
        }
    }

    private SslContext context(ClientTls tls, boolean allowsHttp2) throws WireException {
        ContextKey key = new ContextKey(tls, allowsHttp2);
        SslContext known = contexts.get(key);
        if (known != null) {
            return known;
        }
        if (contexts.size() >= MAX_CONTEXTS) {
            contexts.clear();
        }
        SslContext made = TlsContexts.client(
                tls, allowsHttp2 ? List.of(TlsContexts.HTTP_2, TlsContexts.HTTP_1) : List.of(TlsContexts.HTTP_1));
        contexts.put(key, made);
        return made;
    }
}
