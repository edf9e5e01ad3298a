package dev.jibe.node.cri;

import com.google.protobuf.CodedInputStream;
import dev.jibe.wire.grpc.Bytes;
import dev.jibe.wire.grpc.Fields;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A question to the gRPC health service of a container.
 *
 * <p>See https://github.com/grpc/grpc/blob/master/doc/health-checking.md.
 */
public final class GrpcHealth {
    private static final int SERVING = 1;

    private static final MethodDescriptor<byte[], byte[]> CHECK =
            Bytes.method(MethodDescriptor.MethodType.UNARY, "grpc.health.v1.Health/Check");

    private GrpcHealth() {}

    /** Why the service is not well, or an empty string. */
    public static String check(String host, int port, String service, Duration timeout) {
        ManagedChannel channel =
                NettyChannelBuilder.forAddress(host, port).usePlaintext().build();
        try {
            byte[] answer = ClientCalls.blockingUnaryCall(
                    channel,
                    CHECK,
                    CallOptions.DEFAULT.withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS),
                    request(service));
            int status = status(answer);
            return status == SERVING ? "" : "service unhealthy (responded with status " + status + ")";
        } catch (StatusRuntimeException e) {
            return "failed to connect or call: " + e.getMessage();
        } catch (IOException e) {
            return "bad answer: " + e.getMessage();
        } finally {
            channel.shutdownNow();
        }
    }

    private static byte[] request(String service) {
        return service.isEmpty() ? new byte[0] : Fields.message(out -> out.writeString(1, service));
    }

    private static int status(byte[] answer) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(answer);
        int status = 0;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == 8) {
                status = in.readEnum();
            } else {
                in.skipField(tag);
            }
        }
        return status;
    }
}
