package dev.jibe.object.json;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.Null;
import dev.jibe.object.RawJson;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes values as compact JSON into a growing array.
 *
 * <p>Escapes as Go's encoder does ({@code <}, {@code >}, {@code &} and the line separators too), so that text can be
 * compared with upstream's. Keys come encoded from the shapes of maps.
 */
public final class JsonWriter {

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

    /** For ASCII: 0 may stand as it is, anything else needs an escape. */
    private static final boolean[] ESCAPED = new boolean[128];

    static {
        Arrays.fill(ESCAPED, 0, 0x20, true);
        for (char c : new char[] {'"', '\\', '<', '>', '&'}) {
            ESCAPED[c] = true;
        }
    }

    private byte[] buffer;
    private int size;

    public JsonWriter(int initialSizeBytes) {
        this.buffer = new byte[initialSizeBytes];
    }

    public byte[] toBytes() {
        return size == buffer.length ? buffer : Arrays.copyOf(buffer, size);
    }

    public int size() {
        return size;
    }

    public JsonWriter value(Object value) {
        switch (value) {
            case String string -> string(string);
            case JsonMap map -> map(map);
            case JsonList list -> list(list);
            case Long number -> number(number);
            case Boolean bool -> raw(bool ? TRUE : FALSE);
            case Double number -> ascii(number(number.doubleValue()));
            case Null ignored -> raw(NULL);
            case RawJson raw -> raw(raw.utf8());
            case Integer number -> number(number.longValue());
            default -> throw new IllegalArgumentException("not a value of the tree: " + value.getClass());
        }
        return this;
    }

    /** Appends text that is JSON already. */
    public JsonWriter raw(byte[] json) {
        ensure(json.length);
        System.arraycopy(json, 0, buffer, size, json.length);
        size += json.length;
        return this;
    }

    /** Appends a map but for two of its keys. */
    public JsonWriter mapWithout(JsonMap map, String first, String second) {
        put('{');
        boolean any = false;
        for (int i = 0; i < map.size(); i++) {
            var key = map.keyAt(i);
            if (key.equals(first) || key.equals(second)) {
                continue;
            }
            if (any) {
                put(',');
            }
            any = true;
            raw(map.encodedKeyAt(i));
            value(map.valueAt(i));
        }
        put('}');
        return this;
    }

    private void map(JsonMap map) {
        put('{');
        for (int i = 0; i < map.size(); i++) {
            if (i > 0) {
                put(',');
            }
            raw(map.encodedKeyAt(i));
            value(map.valueAt(i));
        }
        put('}');
    }

    private void list(JsonList list) {
        put('[');
        for (int i = 0; i < list.size(); i++) {
            if (i > 0) {
                put(',');
            }
            value(list.get(i));
        }
        put(']');
    }

    @SuppressWarnings("deprecation") // the one way to copy Latin-1 text without an array in between
    private void string(String string) {
        int length = string.length();
        ensure(length + 2);
        buffer[size++] = '"';
        string.getBytes(0, length, buffer, size);
        int end = size + length;
        if (isPlain(string, size, end)) {
            size = end;
            put('"');
        } else {
            escaped(string);
            put('"');
        }
    }

    /** Whether the characters that were copied are all of the string, and none needs an escape. */
    private boolean isPlain(String string, int from, int to) {
        for (int i = from; i < to; i++) {
            byte b = buffer[i];
            if (b < 0 || ESCAPED[b] || string.charAt(i - from) != b) {
                return false;
            }
        }
        return true;
    }

    private void escaped(String string) {
        int length = string.length();
        for (int i = 0; i < length; i++) {
            ensure(6);
            char c = string.charAt(i);
            if (c < 0x80) {
                if (ESCAPED[c]) {
                    escape(c);
                } else {
                    buffer[size++] = (byte) c;
                }
            } else if (c < 0x800) {
                buffer[size++] = (byte) (0xc0 | c >> 6);
                buffer[size++] = (byte) (0x80 | c & 0x3f);
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < length
                    && Character.isLowSurrogate(string.charAt(i + 1))) {
                fourBytes(Character.toCodePoint(c, string.charAt(++i)));
            } else if (c == '\u2028' || c == '\u2029') {
                unicodeEscape(c);
            } else {
                char shown = Character.isSurrogate(c) ? '\ufffd' : c;
                buffer[size++] = (byte) (0xe0 | shown >> 12);
                buffer[size++] = (byte) (0x80 | shown >> 6 & 0x3f);
                buffer[size++] = (byte) (0x80 | shown & 0x3f);
            }
        }
    }

    private void fourBytes(int codePoint) {
        buffer[size++] = (byte) (0xf0 | codePoint >> 18);
        buffer[size++] = (byte) (0x80 | codePoint >> 12 & 0x3f);
        buffer[size++] = (byte) (0x80 | codePoint >> 6 & 0x3f);
        buffer[size++] = (byte) (0x80 | codePoint & 0x3f);
    }

    private void escape(char c) {
        char letter = switch (c) {
            case '"', '\\' -> c;
            case '\n' -> 'n';
            case '\r' -> 'r';
            case '\t' -> 't';
            case '\b' -> 'b';
            case '\f' -> 'f';
            default -> 0;
        };
        if (letter == 0) {
            unicodeEscape(c);
        } else {
            buffer[size++] = '\\';
            buffer[size++] = (byte) letter;
        }
    }

    private void unicodeEscape(char c) {
        buffer[size++] = '\\';
        buffer[size++] = 'u';
        for (int shift = 12; shift >= 0; shift -= 4) {
            buffer[size++] = HEX[c >> shift & 0xf];
        }
    }

    private void number(long number) {
        if (number >= 0 && number < 10) {
            put((char) ('0' + number));
        } else {
            ascii(Long.toString(number));
        }
    }

    /** A float as Go prints it: digits alone where the exponent is between -6 and 21, else scientific. */
    static String number(double number) {
        double size = Math.abs(number);
        if (number == 0 || (size >= 1e-6 && size < 1e21)) {
            var plain = new BigDecimal(Double.toString(number)).stripTrailingZeros();
            return number == 0 ? "0" : plain.toPlainString();
        }
        var text = new BigDecimal(Double.toString(number)).stripTrailingZeros();
        var digits = text.unscaledValue().abs().toString();
        int exponent = digits.length() - 1 - text.scale();
        var mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        var sign = exponent < 0 ? "-" : "+";
        var power = Math.abs(exponent) < 10 && exponent >= 0 ? "0" + Math.abs(exponent) : "" + Math.abs(exponent);
        return (number < 0 ? "-" : "") + mantissa + "e" + sign + power;
    }

    private void ascii(String text) {
        ensure(text.length());
        for (int i = 0; i < text.length(); i++) {
            buffer[size++] = (byte) text.charAt(i);
        }
    }

    private void put(char c) {
        ensure(1);
        buffer[size++] = (byte) c;
    }

    private void ensure(int more) {
        if (buffer.length - size < more) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, size + more));
        }
    }
}
