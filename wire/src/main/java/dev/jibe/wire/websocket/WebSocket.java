package dev.jibe.wire.websocket;

import dev.jibe.wire.WireException;
import dev.jibe.wire.http.RawConnection;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * An open WebSocket (RFC 6455), of either side. One thread receives; any may send. Pings are answered while receiving.
 */
public final class WebSocket implements AutoCloseable {
    private static final byte[] NOTHING = {};
    private static final int BUFFER_BYTES = 16 * 1024;

    private final RawConnection connection;
    private final DataInputStream in;
    private final String subprotocol;
    private final int maxMessageBytes;
    private final Optional<RandomGenerator> masks;
    private boolean closeSent;

    /** {@code masks} gives the keys that a client must mask with; a server has none. */
    WebSocket(RawConnection connection, String subprotocol, int maxMessageBytes, Optional<RandomGenerator> masks) {
        this.connection = connection;
        this.in = new DataInputStream(new BufferedInputStream(connection.input(), BUFFER_BYTES));
        this.subprotocol = subprotocol;
        this.maxMessageBytes = maxMessageBytes;
        this.masks = masks;
    }

    /** The subprotocol that was agreed on; empty if none. */
    public String subprotocol() {
        return subprotocol;
    }

    public boolean isOpen() {
        return connection.isOpen();
    }

    public void onClose(Runnable callback) {
        connection.onClose(callback);
    }

    /** The next message, waiting for it. After {@link Message.Close} there is none; so too when the peer is gone. */
    public Message receive() throws WireException {
        try {
            return next();
        } catch (Frame.Violation e) {
            close(e.code, String.valueOf(e.getMessage()));
            throw e;
        } catch (EOFException e) {
            connection.close();
            return new Message.Close(CloseCode.ABNORMAL, "the peer went away");
        } catch (WireException e) {
            throw e;
        } catch (IOException e) {
            throw new WireException("websocket: " + e.getMessage(), e);
        }
    }

    /**
     * For a side that has nothing to hear: receives on a thread of its own, so that pings are answered and the peer's
     * leaving is noticed.
     */
    public void ignoreMessages() {
        Thread.ofVirtual().name("websocket-ignoring").start(() -> {
            try {
                while (!(receive() instanceof Message.Close)) {
                    // Nothing is expected of this peer.
                }
            } catch (WireException e) {
                close(CloseCode.ABNORMAL, "");
            }
        });
    }

    private Message next() throws IOException {
        ByteArrayOutputStream fragments = null;
        int opcode = Frame.CONTINUATION;
        while (true) {
            int room = maxMessageBytes - (fragments == null ? 0 : fragments.size());
            Frame frame = Frame.read(in, masks.isEmpty(), Math.max(room, 125));
            if (frame.isControl()) {
                if (frame.opcode() == Frame.CLOSE) {
                    return closed(frame.payload());
                }
                if (frame.opcode() == Frame.PING) {
                    send(true, Frame.PONG, NOTHING, frame.payload());
                }
                continue;
            }
            if ((frame.opcode() == Frame.CONTINUATION) != (fragments != null)) {
                throw new Frame.Violation(CloseCode.PROTOCOL_ERROR, "fragment out of place");
            }
            if (frame.payload().length > room) {
                throw new Frame.Violation(CloseCode.TOO_LARGE, "message is larger than " + maxMessageBytes + " bytes");
            }
            if (fragments == null) {
                opcode = frame.opcode();
                if (frame.isFinal()) {
                    return message(opcode, frame.payload());
                }
                fragments = new ByteArrayOutputStream();
            }
            fragments.writeBytes(frame.payload());
            if (frame.isFinal()) {
                return message(opcode, fragments.toByteArray());
            }
        }
    }

    private static Message message(int opcode, byte[] payload) throws Frame.Violation {
        return opcode == Frame.TEXT ? new Message.Text(utf8(payload, 0)) : new Message.Binary(payload);
    }

    private static String utf8(byte[] bytes, int from) throws Frame.Violation {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, bytes.length - from))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new Frame.Violation(CloseCode.BAD_DATA, "text is not UTF-8");
        }
    }

    private Message closed(byte[] payload) throws WireException {
        int code = CloseCode.NONE;
        String reason = "";
        if (payload.length == 1) {
            throw new Frame.Violation(CloseCode.PROTOCOL_ERROR, "close code cut off");
        }
        if (payload.length >= 2) {
            code = (payload[0] & 0xff) << 8 | (payload[1] & 0xff);
            reason = utf8(payload, 2);
            if (!CloseCode.isSendable(code)) {
                throw new Frame.Violation(CloseCode.PROTOCOL_ERROR, "bad close code " + code);
            }
        }
        close(code == CloseCode.NONE ? CloseCode.NORMAL : code, "");
        return new Message.Close(code, reason);
    }

    public void sendText(String text) throws WireException {
        send(true, Frame.TEXT, NOTHING, text.getBytes(StandardCharsets.UTF_8));
    }

    public void sendBinary(byte[] bytes) throws WireException {
        send(true, Frame.BINARY, NOTHING, bytes);
    }

    /** Sends a message in two pieces as one: a channel number and data, without putting them together first. */
    public void sendBinary(byte[] head, byte[] bytes) throws WireException {
        send(true, Frame.BINARY, head, bytes);
    }

    public void ping(byte[] payload) throws WireException {
        send(true, Frame.PING, NOTHING, payload);
    }

    /** Sends one fragment of a message. */
    void sendFragment(boolean isFirst, boolean isLast, boolean isText, byte[] bytes) throws WireException {
        int opcode = isFirst ? (isText ? Frame.TEXT : Frame.BINARY) : Frame.CONTINUATION;
        send(isLast, opcode, NOTHING, bytes);
    }

    private void send(boolean isFinal, int opcode, byte[] head, byte[] payload) throws WireException {
        int mask = masks.isPresent() ? masks.get().nextInt() : 0;
        byte[] bytes = Frame.encode(isFinal, opcode, head, payload, masks.isPresent(), mask);
        connection.write(bytes);
    }

    /** Tells the peer that this was all, and why, and closes the connection. */
    public void close(int code, String reason) {
        synchronized (this) {
            if (closeSent) {
                return;
            }
            closeSent = true;
        }
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(text.length, 123);
        byte[] payload = new byte[2 + length];
        payload[0] = (byte) (code >>> 8);
        payload[1] = (byte) code;
        System.arraycopy(text, 0, payload, 2, length);
        try {
            send(true, Frame.CLOSE, NOTHING, payload);
        } catch (WireException e) {
            // The peer is gone already: nobody is left to be told.
        }
        connection.close();
    }

    @Override
    public void close() {
        close(CloseCode.NORMAL, "");
    }
}
