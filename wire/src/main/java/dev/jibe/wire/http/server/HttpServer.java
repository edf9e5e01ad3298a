package dev.jibe.wire.http.server;

import dev.jibe.wire.WireException;
import dev.jibe.wire.tls.TlsContexts;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A listening HTTP server. */
public final class HttpServer implements AutoCloseable {
    private static final int BACKLOG = 1024;

    /** How often in the time of a request those that have taken too long are looked for. */
    private static final int SWEEPS = 4;

    private static final Duration DEFAULT_DRAIN = Duration.ofSeconds(5);

    private final EventLoopGroup loops;
    private final Channel listener;
    private final ServerPipeline pipeline;
    private final ChannelGroup connections;

    private HttpServer(EventLoopGroup loops, Channel listener, ServerPipeline pipeline, ChannelGroup connections) {
        this.loops = loops;
        this.pipeline = pipeline;
        this.listener = listener;
        this.connections = connections;
    }

    /** Listens, and gives each request to the handler. */
    @SuppressWarnings("FutureReturnValueIgnored") // The sweeps end with the loops.
    public static HttpServer start(ServerConfig config, Handler handler) throws WireException {
        SslContext tls =
                config.tls().isPresent() ? TlsContexts.server(config.tls().get()) : null;
        ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
        Held held = new Held(config.limits().maxHeldBytes(), config.limits().requestTimeout(), config.clock());
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(
                config.eventLoops(), new DefaultThreadFactory("wire-server", true), NioIoHandler.newFactory());
        var pipeline = new ServerPipeline(config, handler, held, tls, connections);
        var bootstrap = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childHandler(pipeline);
        var bound = bootstrap
                .bind(new InetSocketAddress(config.host(), config.port()))
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            stop(loops);
            throw new WireException(
                    "cannot listen on " + config.host() + ":" + config.port() + ": "
                            + bound.cause().getMessage(),
                    bound.cause());
        }
        long sweepNanos = config.limits().requestTimeout().dividedBy(SWEEPS).toNanos();
        loops.scheduleWithFixedDelay(held::sweep, sweepNanos, sweepNanos, TimeUnit.NANOSECONDS);
        return new HttpServer(loops, bound.channel(), pipeline, connections);
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) listener.localAddress();
    }

    public int connectionCount() {
        return connections.size();
    }

    /** How many clients did not come to an agreement about TLS. */
    public long failedHandshakes() {
        return pipeline.failedHandshakes();
    }

    @Override
    public void close() {
        close(DEFAULT_DRAIN);
    }

    /** Takes nothing new, lets requests in progress end for as long as the deadline allows, and stops. */
    public void close(Duration drain) {
        listener.close().awaitUninterruptibly();
        for (Channel connection : connections) {
            connection.pipeline().fireUserEventTriggered(Drain.EVENT);
        }
        connections.newCloseFuture().awaitUninterruptibly(drain.toMillis());
        for (Channel connection : connections) {
            // From the first handler on, so that no other one delays it once more.
            connection.eventLoop().execute(() -> closeNow(connection));
        }
        stop(loops);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // The loops are shut down behind it, and that is waited for.
    private static void closeNow(Channel connection) {
        var first = connection.pipeline().firstContext();
        if (first != null) {
            first.close();
        }
    }

    private static void stop(EventLoopGroup loops) {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
