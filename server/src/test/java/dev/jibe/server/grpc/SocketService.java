package dev.jibe.server.grpc;

import dev.jibe.wire.grpc.Bytes;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** A gRPC service of the test's own behind a Unix socket, whose methods take and give messages as bytes. */
public final class SocketService implements AutoCloseable {

    private final MultiThreadIoEventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Server server;

    /** @param methods by their names; one fails with the status that it throws */
    public SocketService(Path socket, String name, Map<String, UnaryOperator<byte[]>> methods) throws IOException {
        var service = ServerServiceDefinition.builder(name);
        methods.forEach((method, answer) -> service.addMethod(
                Bytes.method(MethodDescriptor.MethodType.UNARY, name + "/" + method),
                ServerCalls.asyncUnaryCall((request, response) -> answer(answer, request, response))));
        server = NettyServerBuilder.forAddress(UnixDomainSocketAddress.of(socket))
                .channelType(NioServerDomainSocketChannel.class)
                .bossEventLoopGroup(loop)
                .workerEventLoopGroup(loop)
                .withChildOption(ChannelOption.SO_KEEPALIVE, null)
                .directExecutor()
                .addService(service.build())
                .build()
                .start();
    }

    private static void answer(UnaryOperator<byte[]> method, byte[] request, StreamObserver<byte[]> response) {
        try {
            response.onNext(method.apply(request));
            response.onCompleted();
        } catch (StatusRuntimeException e) {
            response.onError(e);
        }
    }

    /** What a method throws that cannot be had. */
    public static StatusRuntimeException unavailable(String why) {
        return Status.UNAVAILABLE.withDescription(why).asRuntimeException();
    }

    @Override
    public void close() {
        server.shutdownNow();
        var _ = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
