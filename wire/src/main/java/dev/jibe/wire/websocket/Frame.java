package dev.jibe.wire.websocket;

import dev.jibe.wire.WireException;
import java.io.DataInputStream;
import java.io.IOException;

/** One frame of the protocol (RFC 6455 section 5.2), unmasked. */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares frames.
record Frame(boolean isFinal, int opcode, byte[] payload) {
    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private static final int FINAL_BIT = 0x80;
    private static final int RESERVED_BITS = 0x70;
    private static final int MASK_BIT = 0x80;
    private static final int MAX_CONTROL_BYTES = 125;
    private static final int SHORT_LENGTH = 126;
    private static final int LONG_LENGTH = 127;

    boolean isControl() {
        return opcode >= CLOSE;
    }

    /** Reads a frame; one with the wrong masking, a reserved bit or too much payload is a violation. */
    static Frame read(DataInputStream in, boolean mustBeMasked, int maxBytes) throws IOException {
        int first = in.readUnsignedByte();
        int second = in.readUnsignedByte();
        int opcode = first & 0x0f;
        boolean isFinal = (first & FINAL_BIT) != 0;
        if ((first & RESERVED_BITS) != 0 || (opcode > BINARY && opcode < CLOSE) || opcode > PONG) {
            throw new Violation(CloseCode.PROTOCOL_ERROR, "reserved bits or opcode");
        }
        if ((second & MASK_BIT) != 0 != mustBeMasked) {
            throw new Violation(
                    CloseCode.PROTOCOL_ERROR, mustBeMasked ? "frame is not masked" : "frame must not be masked");
        }
        long length = length(in, second & ~MASK_BIT);
        if (opcode >= CLOSE && (length > MAX_CONTROL_BYTES || !isFinal)) {
            throw new Violation(CloseCode.PROTOCOL_ERROR, "control frame is too long or fragmented");
        }
        if (length < 0 || length > maxBytes) {
            throw new Violation(CloseCode.TOO_LARGE, "message is larger than " + maxBytes + " bytes");
        }
        int mask = mustBeMasked ? in.readInt() : 0;
        byte[] payload = new byte[(int) length];
        in.readFully(payload);
        mask(payload, mask);
        return new Frame(isFinal, opcode, payload);
    }

    private static long length(DataInputStream in, int code) throws IOException {
        return switch (code) {
            case SHORT_LENGTH -> in.readUnsignedShort();
            case LONG_LENGTH -> in.readLong();
            default -> code;
        };
    }

    /** The bytes of a frame; masked with the key, or not at all if it is zero and we are a server. */
    static byte[] encode(boolean isFinal, int opcode, byte[] head, byte[] payload, boolean isMasked, int mask) {
        int length = head.length + payload.length;
        int lengthBytes = length <= MAX_CONTROL_BYTES ? 0 : length <= 0xffff ? 2 : 8;
        int start = 2 + lengthBytes + (isMasked ? 4 : 0);
        byte[] out = new byte[start + length];
        out[0] = (byte) ((isFinal ? FINAL_BIT : 0) | opcode);
        int code = lengthBytes == 0 ? length : lengthBytes == 2 ? SHORT_LENGTH : LONG_LENGTH;
        out[1] = (byte) ((isMasked ? MASK_BIT : 0) | code);
        for (int i = 0; i < lengthBytes; i++) {
            int shift = 8 * (lengthBytes - 1 - i);
            out[2 + i] = (byte) (shift > 24 ? 0 : length >>> shift);
        }
        System.arraycopy(head, 0, out, start, head.length);
        System.arraycopy(payload, 0, out, start + head.length, payload.length);
        if (isMasked) {
            for (int i = 0; i < 4; i++) {
                out[start - 4 + i] = (byte) (mask >>> (24 - 8 * i));
            }
            for (int i = 0; i < length; i++) {
                out[start + i] ^= (byte) (mask >>> (24 - 8 * (i & 3)));
            }
        }
        return out;
    }

    private static void mask(byte[] payload, int mask) {
        if (mask != 0) {
            for (int i = 0; i < payload.length; i++) {
                payload[i] ^= (byte) (mask >>> (24 - 8 * (i & 3)));
            }
        }
    }

    /** A peer that breaks the protocol, and the code to close with. */
    static final class Violation extends WireException {
        final int code;

        Violation(int code, String message) {
            super("websocket: " + message);
            this.code = code;
        }
    }
}
