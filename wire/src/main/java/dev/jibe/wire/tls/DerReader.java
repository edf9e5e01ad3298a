package dev.jibe.wire.tls;

import dev.jibe.wire.WireException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A cursor over DER (X.690): reads the values of one level, one after another. */
final class DerReader {
    private final byte[] bytes;
    private final int end;
    private int at;

    DerReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    private DerReader(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    boolean hasMore() {
        return at < end;
    }

    /** The tag of the next value, or -1 at the end. */
    int tag() {
        return hasMore() ? bytes[at] & 0xff : -1;
    }

    /** A cursor over the inside of the next value, which must have the tag. */
    DerReader enter(int tag) throws WireException {
        int[] span = next(tag);
        return new DerReader(bytes, span[1], span[2]);
    }

    /** The content of the next value, which must have the tag. */
    byte[] content(int tag) throws WireException {
        int[] span = next(tag);
        return Arrays.copyOfRange(bytes, span[1], span[2]);
    }

    /** The whole next value, tag and length included. */
    byte[] raw() throws WireException {
        int[] span = next(tag());
        return Arrays.copyOfRange(bytes, span[0], span[2]);
    }

    void skip() throws WireException {
        next(tag());
    }

    BigInteger integer() throws WireException {
        byte[] content = content(Der.INTEGER);
        if (content.length == 0) {
            throw new WireException("DER: empty integer");
        }
        return new BigInteger(content);
    }

    byte[] bitString() throws WireException {
        byte[] content = content(Der.BIT_STRING);
        if (content.length == 0) {
            throw new WireException("DER: empty bit string");
        }
        return Arrays.copyOfRange(content, 1, content.length);
    }

    String oid() throws WireException {
        byte[] content = content(Der.OID);
        var text = new StringBuilder();
        long arc = 0;
        for (byte b : content) {
            if (arc > Long.MAX_VALUE >> 8) {
                throw new WireException("DER: object identifier out of range");
            }
            arc = arc << 7 | (b & 0x7f);
            if (b >= 0) {
                if (text.isEmpty()) {
                    long first = Math.min(2, arc / 40);
                    text.append(first).append('.').append(arc - first * 40);
                } else {
                    text.append('.').append(arc);
                }
                arc = 0;
            }
        }
        return text.toString();
    }

    /** The text of the next value, of whichever string type. */
    String text() throws WireException {
        int tag = tag();
        byte[] content = content(tag);
        return switch (tag) {
            case Der.BMP_STRING -> new String(content, StandardCharsets.UTF_16BE);
            case Der.T61_STRING -> new String(content, StandardCharsets.ISO_8859_1);
            default -> new String(content, StandardCharsets.UTF_8);
        };
    }

    /** Start, start of the content, and end of the next value; the cursor moves behind it. */
    private int[] next(int tag) throws WireException {
        if (tag() != tag || tag == -1) {
            throw new WireException("DER: expected tag " + tag + " but found " + tag() + " at byte " + at);
        }
        if ((tag & 0x1f) == 0x1f || at + 2 > end) {
            throw new WireException("DER: cut off or unsupported tag at byte " + at);
        }
        int start = at;
        int from = at + 2;
        int length = bytes[at + 1] & 0xff;
        if (length >= 0x80) {
            int count = length & 0x7f;
            if (count == 0 || count > 4 || from + count > end) {
                throw new WireException("DER: bad length at byte " + at);
            }
            long wide = 0;
            for (int i = 0; i < count; i++) {
                wide = wide << 8 | (bytes[from + i] & 0xff);
            }
            from += count;
            length = wide > Integer.MAX_VALUE ? Integer.MAX_VALUE : (int) wide;
        }
        if (length > end - from) {
            throw new WireException("DER: value at byte " + at + " is longer than its container");
        }
        at = from + length;
        return new int[] {start, from, at};
    }
}
