package dev.jibe.wire.http;

import dev.jibe.wire.WireException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Percent escapes of URLs (RFC 3986).
 *
 * <p>Bytes that are no UTF-8 are kept, each as the lone surrogate {@code U+DC00} and the byte: no text that is one has
 * those, so who prints it can tell.
 */
public final class Percent {

    private static final int BYTE = 0xdc00;

    private Percent() {}

    /** Resolves the escapes of a path. */
    public static String decode(String raw) throws WireException {
        return raw.indexOf('%') < 0 ? raw : decoded(raw.getBytes(StandardCharsets.UTF_8));
    }

    /** Resolves the escapes of a key or a value of a query, in which a plus stands for a blank. */
    public static String decodeQuery(String raw) throws WireException {
        return decode(raw.replace('+', ' '));
    }

    private static String decoded(byte[] bytes) throws WireException {
        int length = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '%') {
                int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
                int low = high < 0 ? -1 : Character.digit(bytes[i + 2], 16);
                if (low < 0) {
                    throw new WireException("bad percent escape in the path");
                }
                bytes[length++] = (byte) (high << 4 | low);
                i += 2;
            } else {
                bytes[length++] = bytes[i];
            }
        }
        return text(ByteBuffer.wrap(bytes, 0, length));
    }

    private static String text(ByteBuffer in) {
        var decoder = StandardCharsets.UTF_8.newDecoder();
        var out = CharBuffer.allocate(in.remaining());
        while (in.hasRemaining()) {
            var result = decoder.decode(in, out, true);
            for (int i = 0; result.isMalformed() && i < result.length(); i++) {
                out.put((char) (BYTE | in.get() & 0xff));
            }
        }
        return out.flip().toString();
    }
}
