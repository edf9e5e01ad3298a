package dev.jibe.object.cbor;

import dev.jibe.object.MalformedException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;

/** Walks over CBOR, head by head. */
final class CborScanner {

    static final int UNSIGNED = 0;
    static final int NEGATIVE = 1;
    static final int BYTES = 2;
    static final int TEXT = 3;
    static final int ARRAY = 4;
    static final int MAP = 5;
    static final int TAG = 6;
    static final int OTHER = 7;

    /** The argument of a head that has an end of its own instead of a length. */
    static final long INDEFINITE = -1;

    private static final int BREAK = 0xff;
    private static final int INDEFINITE_INFO = 31;

    private final byte[] in;
    private int at;
    private int major;
    private int info;
    private long argument;

    CborScanner(byte[] in) {
        this.in = in;
    }

    int major() {
        return major;
    }

    /** The low five bits of the head. */
    int info() {
        return info;
    }

    long argument() {
        return argument;
    }

    int position() {
        return at;
    }

    int left() {
        return in.length - at;
    }

    /** Reads a head. */
    void head() {
        int first = next();
        major = first >> 5;
        info = first & 0x1f;
        if (info < 24) {
            argument = info;
        } else if (info <= 27) {
            argument = big(1 << (info - 24));
        } else if (info < INDEFINITE_INFO) {
            throw new MalformedException("cbor: invalid additional information " + info + " for type " + name(major));
        } else if (major < BYTES || major == TAG || major == OTHER) {
            throw new MalformedException(
                    major == OTHER
                            ? "cbor: unexpected \"break\" code"
                            : "cbor: invalid additional information " + info + " for type " + name(major));
        } else {
            argument = INDEFINITE;
        }
        boolean isLength = major >= BYTES && major <= MAP && argument != INDEFINITE;
        if (isLength && (argument < 0 || argument > Integer.MAX_VALUE)) {
            throw new MalformedException("cbor: " + name(major) + " length " + Long.toUnsignedString(argument)
                    + " is too large, causing integer overflow");
        }
    }

    private int next() {
        if (at >= in.length) {
            throw new MalformedException(at == 0 ? "EOF" : "unexpected EOF");
        }
        return in[at++] & 0xff;
    }

    private long big(int bytes) {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value = value << 8 | next();
        }
        return value;
    }

    /** Whether what has no length ends here; steps over its end. */
    boolean ends() {
        if (at < in.length && (in[at] & 0xff) == BREAK) {
            at++;
            return true;
        }
        return false;
    }

    /** The bytes of the string whose head was read. */
    byte[] string() {
        if (argument != INDEFINITE) {
            return bytes((int) argument);
        }
        int whole = major;
        var all = new ByteArrayOutputStream();
        while (!ends()) {
            head();
            if (major != whole || argument == INDEFINITE) {
                throw new MalformedException(
                        "cbor: wrong element type " + name(major) + " for indefinite-length " + name(whole));
            }
            all.writeBytes(bytes((int) argument));
        }
        major = whole;
        return all.toByteArray();
    }

    private byte[] bytes(int count) {
        if (count > left()) {
            throw new MalformedException("unexpected EOF");
        }
        var bytes = java.util.Arrays.copyOfRange(in, at, at + count);
        at += count;
        return bytes;
    }

    /**
     * The text of the string whose head was read.
     *
     * @param later the tag around it, which says how bytes are shown as text; 0 if there is none
     */
    String text(long later) {
        boolean isText = major == TEXT;
        var bytes = string();
        if (isText) {
            return utf8(bytes);
        }
        return switch ((int) later) {
            case 21 -> Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
            case 22 -> Base64.getEncoder().encodeToString(bytes);
            case 23 -> HexFormat.of().formatHex(bytes);
            default -> new String(bytes, StandardCharsets.UTF_8);
        };
    }

    private static String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedException("cbor: invalid UTF-8 string", e);
        }
    }

    /** The float whose head was read. */
    double number() {
        double number = switch (info) {
            case 25 -> Float.float16ToFloat((short) argument);
            case 26 -> Float.intBitsToFloat((int) argument);
            default -> Double.longBitsToDouble(argument);
        };
        if (Double.isNaN(number)) {
            throw unacceptable("primitives", "floating-point NaN");
        }
        if (Double.isInfinite(number)) {
            throw unacceptable("primitives", "floating-point infinity");
        }
        return number;
    }

    static MalformedException unacceptable(String type, String what) {
        return new MalformedException("cbor: data item of cbor type " + type + " is not accepted by protocol: " + what);
    }

    static String name(int major) {
        return switch (major) {
            case UNSIGNED -> "positive integer";
            case NEGATIVE -> "negative integer";
            case BYTES -> "byte string";
            case TEXT -> "UTF-8 text string";
            case ARRAY -> "array";
            case MAP -> "map";
            case TAG -> "tag";
            default -> "primitives";
        };
    }
}
