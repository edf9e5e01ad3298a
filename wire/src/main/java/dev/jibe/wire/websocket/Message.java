package dev.jibe.wire.websocket;

/** What a WebSocket peer sends, whole and unmasked. */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares messages.
public sealed interface Message {

    record Text(String text) implements Message {}

    record Binary(byte[] bytes) implements Message {}

    /** The peer's last message. The answer has been sent; code 1005 stands for none, 1006 for a broken connection. */
    record Close(int code, String reason) implements Message {}
}
