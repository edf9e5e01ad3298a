package dev.jibe.node.cri;

import com.google.protobuf.CodedInputStream;
import dev.jibe.wire.grpc.Bytes;
import dev.jibe.wire.grpc.Fields;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.stub.ClientCalls;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What containerd tells of containers by itself, in every version; CRI tells it from containerd 1.7 on.
 *
 * <p>See the service {@code containerd.services.events.v1.Events} in <a
 * href="https://github.com/containerd/containerd/blob/main/api/services/events/v1/events.proto">containerd's API</a>.
 */
final class ContainerdEvents {

    private static final MethodDescriptor<byte[], byte[]> SUBSCRIBE = Bytes.method(
            MethodDescriptor.MethodType.SERVER_STREAMING, "containerd.services.events.v1.Events/Subscribe");

    private static final String EXIT = "/tasks/exit";
    private static final String DELETE = "/containers/delete";

    private ContainerdEvents() {}

    /** Passes on the id of each container that ends or goes; does not return before the stream breaks. */
    static void follow(Channel channel, Consumer<String> ended) {
        var events = ClientCalls.blockingServerStreamingCall(
                channel, SUBSCRIBE, CallOptions.DEFAULT, request(List.of(EXIT, DELETE)));
        while (events.hasNext()) {
            endedBy(events.next()).ifPresent(ended);
        }
    }

    private static byte[] request(List<String> topics) {
        return Fields.message(out -> {
            for (var topic : topics) {
                out.writeString(1, "topic==\"" + topic + "\"");
            }
        });
    }

    /** The container whose own process ended, or that was removed; the end of a command inside it is none. */
    static Optional<String> endedBy(byte[] envelope) {
        try {
            var topic = "";
            var event = new byte[0];
            var in = CodedInputStream.newInstance(envelope);
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                switch (tag >>> 3) {
                    case 3 -> topic = in.readString();
                    case 4 -> event = in.readByteArray();
                    default -> in.skipField(tag);
                }
            }
            var ids = ids(value(event));
            boolean ofContainer = topic.equals(DELETE) || ids.process().equals(ids.container());
            return ofContainer && !ids.container().isEmpty() ? Optional.of(ids.container()) : Optional.empty();
        } catch (IOException e) {
            throw new RuntimeFailure(RuntimeFailure.Code.OTHER, "containerd sent an event that cannot be read", e);
        }
    }

    /** What is in an {@code Any}. */
    private static byte[] value(byte[] any) throws IOException {
        var in = CodedInputStream.newInstance(any);
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag >>> 3 == 2) {
                return in.readByteArray();
            }
            in.skipField(tag);
        }
        return new byte[0];
    }

    private record Ids(String container, String process) {}

    /** Both kinds of events begin with the container's id; an exit goes on with the process's. */
    private static Ids ids(byte[] event) throws IOException {
        var container = "";
        var process = "";
        var in = CodedInputStream.newInstance(event);
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag >>> 3) {
                case 1 -> container = in.readString();
                case 2 -> process = (tag & 7) == 2 ? in.readString() : skipped(in, tag);
                default -> in.skipField(tag);
            }
        }
        return new Ids(container, process);
    }

    private static String skipped(CodedInputStream in, int tag) throws IOException {
        in.skipField(tag);
        return "";
    }
}
