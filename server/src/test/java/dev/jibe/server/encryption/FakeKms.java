package dev.jibe.server.encryption;

import com.google.protobuf.ByteString;
import dev.jibe.server.encryption.KmsService.Encrypted;
import dev.jibe.wire.grpc.Bytes;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** A key management service of the test's own behind a Unix socket; its cipher is none. */
final class FakeKms implements AutoCloseable {

    static final String NOTE = "kms.example.com";
    private static final String SERVICE = "v2.KeyManagementService";

    volatile String keyId = "key-1";
    volatile String healthz = "ok";
    volatile boolean failing;
    final AtomicInteger decryptions = new AtomicInteger();
    final AtomicInteger encryptions = new AtomicInteger();
    private final MultiThreadIoEventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Server server;

    FakeKms(Path socket) throws IOException {
        server = NettyServerBuilder.forAddress(UnixDomainSocketAddress.of(socket))
                .channelType(NioServerDomainSocketChannel.class)
                .bossEventLoopGroup(loop)
                .workerEventLoopGroup(loop)
                .withChildOption(ChannelOption.SO_KEEPALIVE, null)
                .directExecutor()
                .addService(ServerServiceDefinition.builder(SERVICE)
                        .addMethod(method("Status"), unary(this::status))
                        .addMethod(method("Encrypt"), unary(this::encrypt))
                        .addMethod(method("Decrypt"), unary(this::decrypt))
                        .build())
                .build()
                .start();
    }

    private static MethodDescriptor<byte[], byte[]> method(String name) {
        return Bytes.method(MethodDescriptor.MethodType.UNARY, SERVICE + "/" + name);
    }

    private io.grpc.ServerCallHandler<byte[], byte[]> unary(UnaryOperator<byte[]> answer) {
        return ServerCalls.asyncUnaryCall((byte[] request, StreamObserver<byte[]> response) -> {
            if (failing) {
                response.onError(Status.UNAVAILABLE.withDescription("not today").asRuntimeException());
                return;
            }
            response.onNext(answer.apply(request));
            response.onCompleted();
        });
    }

    private byte[] status(byte[] request) {
        return KmsMessages.write(out -> {
            out.writeString(1, "v2");
            out.writeString(2, healthz);
            out.writeString(3, keyId);
        });
    }

    private byte[] encrypt(byte[] request) {
        encryptions.incrementAndGet();
        var sealed = turned(KmsMessages.decrypted(request));
        return KmsMessages.write(out -> {
            out.writeByteArray(1, sealed);
            out.writeString(2, keyId);
            KmsMessages.annotations(out, 3, Map.of(NOTE, keyId.getBytes(StandardCharsets.UTF_8)));
        });
    }

    /** Opens only what comes with the name of the key and the note that it was given. */
    private byte[] decrypt(byte[] request) {
        decryptions.incrementAndGet();
        var asked = request(request);
        var note = ByteString.copyFrom(asked.annotations().getOrDefault(NOTE, new byte[0]))
                .toStringUtf8();
        return note.equals(asked.keyId())
                ? KmsMessages.write(out -> out.writeByteArray(1, turned(asked.ciphertext())))
                : new byte[0];
    }

    private static Encrypted request(byte[] request) {
        var ciphertext = new byte[][] {{}};
        var key = new String[] {""};
        Map<String, byte[]> annotations = new TreeMap<>();
        KmsMessages.read(request, (number, tag, in) -> {
            switch (number) {
                case 1 -> ciphertext[0] = in.readByteArray();
                case 3 -> key[0] = in.readString();
                case 4 -> KmsMessages.annotation(in.readByteArray(), annotations);
                default -> in.skipField(tag);
            }
        });
        return new Encrypted(ciphertext[0], key[0], annotations);
    }

    private static byte[] turned(byte[] bytes) {
        var turned = bytes.clone();
        for (int i = 0; i < turned.length; i++) {
            turned[i] ^= 0x5a;
        }
        return turned;
    }

    @Override
    public void close() {
        server.shutdownNow();
        var _ = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
