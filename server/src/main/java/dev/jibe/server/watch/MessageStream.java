package dev.jibe.server.watch;

import dev.jibe.wire.WireException;
import dev.jibe.wire.http.server.Exchange;
import dev.jibe.wire.http.server.ResponseStream;
import dev.jibe.wire.websocket.CloseCode;
import dev.jibe.wire.websocket.WebSocket;
import dev.jibe.wire.websocket.WebSocketHandshake;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A watch over a WebSocket: each event is a message, text or binary. What the client says is heard, so that pings are
 * answered and its leaving is noticed, and otherwise ignored. Writing blocks, which belongs on the pump's virtual thread.
 */
public final class MessageStream implements ResponseStream {

    /** A client has nothing to say here. */
    private static final int MAX_MESSAGE_BYTES = 4 << 10;

    private final WebSocket socket;
    private final boolean isText;

    private MessageStream(WebSocket socket, boolean isText) {
        this.socket = socket;
        this.isText = isText;
    }

    /** Accepts the client's wish for a WebSocket. */
    public static MessageStream accept(Exchange exchange, boolean isText) throws WireException {
        var socket = WebSocketHandshake.accept(exchange, List.of(), MAX_MESSAGE_BYTES);
        socket.ignoreMessages();
        return new MessageStream(socket, isText);
    }

    @Override
    public void write(byte[] bytes) throws WireException {
        if (isText) {
            socket.sendText(new String(bytes, StandardCharsets.UTF_8));
        } else {
            socket.sendBinary(bytes);
        }
    }

    @Override
    public boolean tryWrite(byte[] bytes) {
        try {
            write(bytes);
            return true;
        } catch (WireException e) {
            abort();
            return false;
        }
    }

    @Override
    public boolean isWritable() {
        return socket.isOpen();
    }

    @Override
    public void onWritable(Runnable callback) {
        callback.run();
    }

    @Override
    public boolean isOpen() {
        return socket.isOpen();
    }

    @Override
    public void onClose(Runnable callback) {
        socket.onClose(callback);
    }

    @Override
    public void close() {
        socket.close();
    }

    @Override
    public void abort() {
        socket.close(CloseCode.ABNORMAL, "");
    }
}
