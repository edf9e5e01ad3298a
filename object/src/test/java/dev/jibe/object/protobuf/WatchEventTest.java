package dev.jibe.object.protobuf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class WatchEventTest {

    /** {@code message WatchEvent {string type = 1; RawExtension object = 2;}}: client-go reads it without an envelope. */
    @Test
    void anEventIsABareMessage() {
        var object = new byte[] {'k', '8', 's', 0, 1, 2, 3};
        var expected = new ByteArrayOutputStream();
        expected.writeBytes(new byte[] {1 << 3 | 2, 5});
        expected.writeBytes("ADDED".getBytes(StandardCharsets.US_ASCII));
        expected.writeBytes(new byte[] {2 << 3 | 2, (byte) (object.length + 2), 1 << 3 | 2, (byte) object.length});
        expected.writeBytes(object);

        assertArrayEquals(expected.toByteArray(), Protobuf.watchEvent("ADDED", object));
    }
}
