package dev.jibe.object.json;

import dev.jibe.object.MalformedException;
import dev.jibe.object.Null;
import dev.jibe.object.StringPool;
import dev.jibe.object.TreeBuilder;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A place in JSON text, and what can be read from there.
 *
 * <p>Takes what Go's decoder takes (<a href="https://www.rfc-editor.org/rfc/rfc8259">RFC 8259</a>; bytes that are no
 * UTF-8 and lone surrogates become U+FFFD). Where text is refused, {@link JsonSyntax} says why.
 */
public final class JsonScanner {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;

    /** Most digits that surely fit a long. */
    private static final int SAFE_DIGITS = 18;

    /** Longer numbers are refused: turning them into binary takes quadratic time. */
    private static final int MAX_NUMBER_LENGTH = 1000;

    private final byte[] in;
    private int at;

    public JsonScanner(byte[] utf8) {
        this.in = utf8;
    }

    /** The next byte that is no white space, which stays where it is; -1 at the end. */
    int peek() {
        int i = at;
        while (i < in.length) {
            byte c = in[i];
            if (c > ' ' || c < 0 || c != ' ' && c != '\n' && c != '\r' && c != '\t') {
                at = i;
                return c & 0xff;
            }
            i++;
        }
        at = i;
        return -1;
    }

    /** Where the next byte is that is no white space. */
    int place() {
        peek();
        return at;
    }

    /** The text from a place to here. */
    byte[] text(int from) {
        return Arrays.copyOfRange(in, from, at);
    }

    /** Steps over the byte that was peeked at. */
    void step() {
        at++;
    }

    /** Steps over the byte if it comes next. */
    public boolean stepOver(int expected) {
        if (peek() != expected) {
            return false;
        }
        at++;
        return true;
    }

    private void expect(int expected) {
        if (!stepOver(expected)) {
            throw malformed();
        }
    }

    MalformedException malformed() {
        return malformed("malformed JSON");
    }

    private MalformedException malformed(String otherwise) {
        return new MalformedException(JsonSyntax.explain(in, otherwise));
    }

    /** Steps over what separates two entries, or over the end of them. */
    public boolean more(int end) {
        int next = peek();
        if (next != ',' && next != end) {
            throw malformed();
        }
        at++;
        return next == ',';
    }

    /** Reads a key and its colon. */
    public String key() {
        if (peek() != '"') {
            throw malformed();
        }
        var key = string();
        expect(':');
        return key;
    }

    /** Reads a key and its colon into the tree. */
    void key(TreeBuilder tree) {
        if (peek() != '"') {
            throw malformed();
        }
        int known = tree.key(in, at + 1);
        if (known > 0) {
            at += 1 + known;
        } else {
            tree.key(string());
        }
        expect(':');
    }

    private String string() {
        int from = at + 1;
        int to = plainEnd(from);
        if (to < in.length && in[to] == '"') {
            at = to + 1;
            return StringPool.value(in, from, to);
        }
        return mixedString(from);
    }

    /** The place of the first byte that does not simply stand for itself. */
    private int plainEnd(int from) {
        int i = from;
        for (; i + Long.BYTES <= in.length; i += Long.BYTES) {
            long word = (long) LONGS.get(in, i);
            long quote = word ^ ONES * '"';
            long backslash = word ^ ONES * '\\';
            // the lowest bit that is set belongs to the first such byte; higher ones may be set by a borrow
            long special = (quote - ONES & ~quote | backslash - ONES & ~backslash | word - ONES * ' ' | word) & HIGHS;
            if (special != 0) {
                return i + (Long.numberOfTrailingZeros(special) >>> 3);
            }
        }
        while (i < in.length && in[i] >= ' ' && in[i] != '"' && in[i] != '\\') {
            i++;
        }
        return i;
    }

    /** A string with escapes or with characters beyond ASCII. */
    private String mixedString(int from) {
        var text = new StringBuilder();
        int run = from;
        int i = from;
        while (i < in.length && in[i] != '"') {
            if (in[i] >= 0 && in[i] < ' ') {
                throw malformed();
            }
            if (in[i] != '\\') {
                i++;
                continue;
            }
            text.append(new String(in, run, i - run, StandardCharsets.UTF_8));
            i = escape(i + 1, text);
            run = i;
        }
        if (i >= in.length) {
            throw malformed();
        }
        at = i + 1;
        if (run == from) {
            return StringPool.value(in, from, i);
        }
        return text.append(new String(in, run, i - run, StandardCharsets.UTF_8)).toString();
    }

    /** Appends what the escape says; returns the place after it. */
    private int escape(int i, StringBuilder text) {
        int c = i < in.length ? in[i] : -1;
        switch (c) {
            case '"', '\\', '/' -> text.append((char) c);
            case 'b' -> text.append('\b');
            case 'f' -> text.append('\f');
            case 'n' -> text.append('\n');
            case 'r' -> text.append('\r');
            case 't' -> text.append('\t');
            case 'u' -> {
                return unicode(i + 1, text);
            }
            default -> throw malformed();
        }
        return i + 1;
    }

    private int unicode(int i, StringBuilder text) {
        char first = hex(i);
        if (!Character.isSurrogate(first)) {
            text.append(first);
            return i + 4;
        }
        boolean paired = Character.isHighSurrogate(first) && i + 5 < in.length && in[i + 4] == '\\' && in[i + 5] == 'u';
        char second = paired ? hex(i + 6) : 0;
        if (Character.isLowSurrogate(second)) {
            text.append(first).append(second);
            return i + 10;
        }
        text.append('\ufffd');
        return i + 4;
    }

    private char hex(int i) {
        if (i + 4 > in.length) {
            throw malformed();
        }
        int value = 0;
        for (int k = i; k < i + 4; k++) {
            int digit = Character.digit(in[k], 16);
            if (digit < 0) {
                throw malformed();
            }
            value = value << 4 | digit;
        }
        return (char) value;
    }

    /** Reads the number that begins here: a long if it is whole and fits, else a double. */
    private Object number() {
        int from = at;
        int i = in[from] == '-' ? from + 1 : from;
        int digits = i;
        long value = 0;
        while (i < in.length && in[i] >= '0' && in[i] <= '9') {
            value = value * 10 + (in[i] - '0');
            i++;
        }
        int count = i - digits;
        if (count == 0 || in[digits] == '0' && count > 1) {
            throw malformed();
        }
        boolean whole = i == in.length || in[i] != '.' && (in[i] | 0x20) != 'e';
        if (whole && count <= SAFE_DIGITS) {
            at = i;
            return digits > from ? -value : value;
        }
        i = exponent(fraction(i));
        at = i;
        if (i - from > MAX_NUMBER_LENGTH) {
            throw malformed("a number of " + (i - from) + " digits is too long");
        }
        return number(new String(in, from, i - from, StandardCharsets.ISO_8859_1), whole);
    }

    private Object number(String text, boolean whole) {
        if (whole && text.length() <= SAFE_DIGITS + 2) {
            try {
                return Long.parseLong(text);
            } catch (NumberFormatException e) {
                return Double.parseDouble(text); // beyond a long
            }
        }
        double value = Double.parseDouble(text);
        if (Double.isInfinite(value)) {
            throw malformed("json: cannot unmarshal number " + text + " into Go value of type float64");
        }
        return value;
    }

    private int fraction(int i) {
        return i < in.length && in[i] == '.' ? digits(i + 1) : i;
    }

    private int exponent(int i) {
        if (i >= in.length || (in[i] | 0x20) != 'e') {
            return i;
        }
        boolean signed = i + 1 < in.length && (in[i + 1] == '+' || in[i + 1] == '-');
        return digits(signed ? i + 2 : i + 1);
    }

    private int digits(int from) {
        int i = from;
        while (i < in.length && in[i] >= '0' && in[i] <= '9') {
            i++;
        }
        if (i == from) {
            throw malformed();
        }
        return i;
    }

    private Object literal(String word, Object value) {
        int length = word.length();
        for (int i = 0; i < length; i++) {
            if (at + i >= in.length || in[at + i] != word.charAt(i)) {
                throw malformed();
            }
        }
        at += length;
        return value;
    }

    /** Steps over a value, whatever it is. */
    public void skip(int depthLeft) {
        if (depthLeft <= 0) {
            throw JsonReader.tooDeep();
        }
        switch (peek()) {
            case '{' -> {
                at++;
                for (boolean more = !stepOver('}'); more; more = more('}')) {
                    key();
                    skip(depthLeft - 1);
                }
            }
            case '[' -> {
                at++;
                for (boolean more = !stepOver(']'); more; more = more(']')) {
                    skip(depthLeft - 1);
                }
            }
            default -> scalar();
        }
    }

    /** Reads a value that is neither map nor list. */
    Object scalar() {
        int first = peek();
        return switch (first) {
            case '"' -> string();
            case 't' -> literal("true", true);
            case 'f' -> literal("false", false);
            case 'n' -> literal("null", Null.NULL);
            default -> {
                if (first != '-' && (first < '0' || first > '9')) {
                    throw malformed();
                }
                yield number();
            }
        };
    }
}
