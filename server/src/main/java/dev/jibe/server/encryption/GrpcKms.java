package dev.jibe.server.encryption;

import dev.jibe.runtime.Clock;
import dev.jibe.wire.grpc.Bytes;
import dev.jibe.wire.grpc.GrpcConnection;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A key management service behind a Unix socket. */
final class GrpcKms implements KmsService {

    private static final String SERVICE = "v2.KeyManagementService";
    private static final int MAX_MESSAGE_BYTES = 4 << 20;

    private static final MethodDescriptor<byte[], byte[]> STATUS = method("Status");
    private static final MethodDescriptor<byte[], byte[]> ENCRYPT = method("Encrypt");
    private static final MethodDescriptor<byte[], byte[]> DECRYPT = method("Decrypt");

    private final String name;
    private final Duration timeout;
    private final KmsMetrics metrics;
    private final Clock clock;
    private final GrpcConnection connection;

    /** @param timeout of a call */
    GrpcKms(String name, Path socket, Duration timeout, KmsMetrics metrics, Clock clock) {
        this.name = name;
        this.timeout = timeout;
        this.metrics = metrics;
        this.clock = clock;
        this.connection = new GrpcConnection(UnixDomainSocketAddress.of(socket), "kms", MAX_MESSAGE_BYTES);
    }

    private static MethodDescriptor<byte[], byte[]> method(String name) {
        return Bytes.method(MethodDescriptor.MethodType.UNARY, SERVICE + "/" + name);
    }

    @Override
    public Status status() {
        return KmsMessages.status(call(STATUS, new byte[0]));
    }

    @Override
    public Encrypted encrypt(String uid, byte[] plain) {
        return KmsMessages.encrypted(call(ENCRYPT, KmsMessages.encryptRequest(uid, plain)));
    }

    @Override
    public byte[] decrypt(String uid, Encrypted encrypted) {
        return KmsMessages.decrypted(call(DECRYPT, KmsMessages.decryptRequest(uid, encrypted)));
    }

    private byte[] call(MethodDescriptor<byte[], byte[]> method, byte[] request) {
        // Who waits until the service is there, waits no longer than for an answer.
        var options =
                CallOptions.DEFAULT.withWaitForReady().withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS);
        long begun = clock.nanoTime();
        var code = "OK";
        try {
            return ClientCalls.blockingUnaryCall(connection.channel(), method, options, request);
        } catch (StatusRuntimeException e) {
            code = camel(e.getStatus().getCode().name());
            throw new KmsException(
                    "rpc error: code = " + code + " desc = " + e.getStatus().getDescription(), e);
        } finally {
            metrics.called(name, "/" + method.getFullMethodName(), code, (clock.nanoTime() - begun) / 1e9);
        }
    }

    /** The name of a code as Go has it. */
    private static String camel(String code) {
        return code.equals("CANCELLED")
                ? "Canceled"
                : Arrays.stream(code.split("_", -1))
                        .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining());
    }

    @Override
    public void close() {
        connection.close();
    }
}
