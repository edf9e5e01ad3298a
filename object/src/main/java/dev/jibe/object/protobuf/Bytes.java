package dev.jibe.object.protobuf;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;

/** Texts of messages, which upstream does not ask to be UTF-8. */
final class Bytes {

    private static final int BYTE = 0xdc00;

    private Bytes() {}

    /** The text; each byte that is no part of one is the lone surrogate {@code U+DC00} and the byte. */
    static String text(byte[] utf8) {
        var in = ByteBuffer.wrap(utf8);
        var out = CharBuffer.allocate(utf8.length);
        var decoder = StandardCharsets.UTF_8.newDecoder();
        while (in.hasRemaining()) {
            var result = decoder.decode(in, out, true);
            for (int i = 0; result.isMalformed() && i < result.length(); i++) {
                out.put((char) (BYTE | in.get() & 0xff));
            }
        }
        return out.flip().toString();
    }
}
