package dev.jibe.wire.grpc;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A connection to one gRPC service, without TLS, that is made when it is needed and made again when it broke.
 *
 * <p>It has one thread of its own; what it calls runs on virtual threads.
 */
public final class GrpcConnection implements AutoCloseable {

    private final EventLoopGroup loop;
    private final ManagedChannel channel;

    /**
     * A connection to an address, which may be a {@link UnixDomainSocketAddress} or an {@link InetSocketAddress} whose
     * name was not resolved yet.
     *
     * @param thread the name of its thread
     * @param maxMessageBytes the largest answer that is taken
     */
    public GrpcConnection(SocketAddress address, String thread, int maxMessageBytes) {
        loop = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory(thread, true), NioIoHandler.newFactory());
        var builder = address instanceof InetSocketAddress inet
                ? NettyChannelBuilder.forAddress(inet.getHostString(), inet.getPort())
                        .channelType(NioSocketChannel.class)
                : NettyChannelBuilder.forAddress(address)
                        .channelType(NioDomainSocketChannel.class)
                        .withOption(ChannelOption.SO_KEEPALIVE, null)
                        .overrideAuthority("localhost");
        channel = builder.eventLoopGroup(loop)
                .usePlaintext()
                .maxInboundMessageSize(maxMessageBytes)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .offloadExecutor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
    }

    public ManagedChannel channel() {
        return channel;
    }

    @Override
    public void close() {
        channel.shutdownNow();
        var _ = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
