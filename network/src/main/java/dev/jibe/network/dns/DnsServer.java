package dev.jibe.network.dns;

import dev.jibe.client.cache.Informers;
import dev.jibe.network.NetworkException;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.dns.TcpDnsQueryDecoder;
import io.netty.handler.codec.dns.TcpDnsResponseEncoder;
import io.netty.handler.timeout.ReadTimeoutHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Semaphore;

/** Answers the questions of pods: about the cluster from its caches, about the rest of the world by asking on. */
public final class DnsServer implements AutoCloseable {

    private static final int IDLE_SECONDS = 10;

    /** Questions that are asked on at a time; more are answered with a failure. */
    private static final int MAX_FORWARDED = 512;

    private final EventLoopGroup loops;
    private final Channel udp;
    private final Channel tcp;

    private DnsServer(EventLoopGroup loops, Channel udp, Channel tcp) {
        this.loops = loops;
        this.udp = udp;
        this.tcp = tcp;
    }

    /**
     * Starts on an address of the node, on one free port for both UDP and TCP.
     *
     * @param domain the cluster's, such as {@code cluster.local}
     * @param resolvConf names the servers to ask on
     */
    public static DnsServer start(Informers informers, String domain, String host, Path resolvConf)
            throws InterruptedException {
        var names = new CachedNames(informers);
        names.start();
        try {
            var answerer = new Answerer(new Zone(domain, names), Resolver.of(resolvConf), new Semaphore(MAX_FORWARDED));
            return start(answerer, host);
        } catch (IOException e) {
            throw new NetworkException("cannot read " + resolvConf + ": " + e.getMessage(), e);
        }
    }

    static DnsServer start(Answerer answerer, String host) {
        var loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        var udp = new Bootstrap()
                .group(loops)
                .channel(NioDatagramChannel.class)
                .handler(new UdpHandler(answerer))
                .bind(new InetSocketAddress(host, 0))
                .syncUninterruptibly()
                .channel();
        int port = ((InetSocketAddress) udp.localAddress()).getPort();
        var tcp = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(new ReadTimeoutHandler(IDLE_SECONDS))
                                .addLast(new TcpDnsQueryDecoder())
                                .addLast(new TcpDnsResponseEncoder())
                                .addLast(new TcpHandler(answerer));
                    }
                })
                .bind(new InetSocketAddress(host, port))
                .syncUninterruptibly()
                .channel();
        return new DnsServer(loops, udp, tcp);
    }

    public int port() {
        return ((InetSocketAddress) udp.localAddress()).getPort();
    }

    /** Whether a name, asked for as pods ask, over the network, has addresses. */
    public boolean answers(String name) {
        var itself = new Resolver(List.of((InetSocketAddress) udp.localAddress()));
        return itself.ask(Message.question(name)).filter(Message::isPositive).isPresent();
    }

    @Override
    public void close() {
        udp.close().syncUninterruptibly();
        tcp.close().syncUninterruptibly();
        loops.shutdownGracefully(0, 1, java.util.concurrent.TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
