package dev.jibe.wire.websocket;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.jibe.wire.WireException;
import dev.jibe.wire.http.BytesConnection;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.Optional;

/** What a peer sends on a WebSocket: messages until it breaks the protocol or goes away. */
final class WebSocketFuzzTest {

    private static final int MAX_MESSAGE_BYTES = 4096;

    /** The side that wants frames to be masked. */
    @FuzzTest
    void messages(byte[] data) {
        var socket = new WebSocket(new BytesConnection(data), "", MAX_MESSAGE_BYTES, Optional.empty());
        try {
            for (int i = 0; i <= data.length; i++) {
                switch (socket.receive()) {
                    case Message.Text(String text) -> assertEquals(true, text.length() <= MAX_MESSAGE_BYTES);
                    case Message.Binary binary -> assertEquals(true, binary.bytes().length <= MAX_MESSAGE_BYTES);
                    case Message.Close close -> {
                        return;
                    }
                }
            }
        } catch (WireException refused) {
            return;
        }
        throw new AssertionError("more messages than bytes");
    }

    @FuzzTest
    void frames(byte[] data) throws IOException {
        byte[] encoded = Frame.encode(true, Frame.BINARY, new byte[0], data, true, 0x12345678);
        var frame = Frame.read(new DataInputStream(new ByteArrayInputStream(encoded)), true, data.length);
        assertArrayEquals(data, frame.payload());
    }
}
