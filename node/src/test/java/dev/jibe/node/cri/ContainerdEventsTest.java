package dev.jibe.node.cri;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jibe.wire.grpc.Fields;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ContainerdEventsTest {

    @Test
    void theEndOfAContainer() {
        assertEquals(Optional.of("c1"), ContainerdEvents.endedBy(envelope("/tasks/exit", exit("c1", "c1"))));
    }

    @Test
    void theEndOfACommandInAContainerIsNotItsOwn() {
        assertEquals(Optional.empty(), ContainerdEvents.endedBy(envelope("/tasks/exit", exit("c1", "exec-7"))));
    }

    @Test
    void aContainerThatIsRemoved() {
        var event = Fields.message(out -> out.writeString(1, "c2"));
        assertEquals(Optional.of("c2"), ContainerdEvents.endedBy(envelope("/containers/delete", event)));
    }

    private static byte[] exit(String container, String process) {
        return Fields.message(out -> {
            out.writeString(1, container);
            out.writeString(2, process);
            out.writeUInt32(3, 4711);
            out.writeUInt32(4, 137);
        });
    }

    private static byte[] envelope(String topic, byte[] event) {
        var any = Fields.message(out -> {
            out.writeString(1, "containerd.events." + topic);
            out.writeByteArray(2, event);
        });
        return Fields.message(out -> {
            out.writeByteArray(1, new byte[] {8, 1});
            out.writeString(2, "k8s.io");
            out.writeString(3, topic);
            out.writeByteArray(4, any);
        });
    }
}
