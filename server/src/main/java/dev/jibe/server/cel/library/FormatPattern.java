package dev.jibe.server.cel.library;

import dev.jibe.server.cel.CelFailure;
import java.math.BigInteger;

/**
 * A text with places for values, such as {@code "%s has %.2f"}.
 *
 * <p>See <a href="https://kubernetes.io/docs/reference/using-api/cel/">Common Expression Language in Kubernetes</a>.
 */
public final class FormatPattern {

    /** What is put in a place. */
    @FunctionalInterface
    public interface Clause {
        /**
         * The text of the value of an index.
         *
         * @param kind {@code s}, {@code d}, {@code f}, {@code e}, {@code b}, {@code o}, {@code x} or {@code X}
         * @param precision -1 if none is asked for
         */
        String text(char kind, int precision, int index);
    }

    private static final String KINDS = "sdfeboxX";
    private static final int MOST_DIGITS = 9;

    private final String pattern;
    private int at;

    private final boolean checked;

    private FormatPattern(String pattern, boolean checked) {
        this.pattern = pattern;
        this.checked = checked;
    }

    /**
     * The text with values.
     *
     * @param size how many values there are
     * @throws CelFailure if there are too few of them, or if it is no pattern
     */
    public static String format(String pattern, int size, Clause clause) {
        return new FormatPattern(pattern, false).text(size, clause);
    }

    /** The same before there are values: that the pattern ends too early is found before that values are missing. */
    public static void check(String pattern, int size, Clause clause) {
        new FormatPattern(pattern, true).text(size, clause);
    }

    private String text(int size, Clause clause) {
        var text = new StringBuilder();
        int next = 0;
        while (at < pattern.length()) {
            char c = pattern.charAt(at++);
            if (c != '%') {
                text.append(c);
            } else if (at < pattern.length() && pattern.charAt(at) == '%') {
                text.append('%');
                at++;
            } else {
                text.append(place(next, size, clause));
                next++;
            }
        }
        return text.toString();
    }

    private String place(int index, int size, Clause clause) {
        if (at >= pattern.length()) {
            throw new CelFailure(index >= size && !checked ? outOfRange(index) : "unexpected end of string");
        }
        if (index >= size) {
            throw new CelFailure(outOfRange(index));
        }
        int precision = pattern.charAt(at) == '.' ? precision() : -1;
        char kind = pattern.charAt(at++);
        if (KINDS.indexOf(kind) < 0) {
            throw malformed("unrecognized formatting clause \"" + kind + "\"");
        }
        return clause.text(kind, precision, index);
    }

    private static String outOfRange(int index) {
        return "index " + index + " out of range";
    }

    private int precision() {
        int start = ++at;
        while (at < pattern.length() && pattern.charAt(at) >= '0' && pattern.charAt(at) <= '9') {
            at++;
        }
        if (at >= pattern.length()) {
            throw malformed("error while parsing precision: could not find end of precision specifier");
        }
        var digits = pattern.substring(start, at);
        if (digits.isEmpty()) {
            throw malformed("error while parsing precision: error while converting precision to integer:"
                    + " strconv.Atoi: parsing \"\": invalid syntax");
        }
        var precision = new BigInteger(digits);
        if (precision.bitLength() > Long.SIZE - 1) {
            throw malformed("error while parsing precision: error while converting precision to integer:"
                    + " strconv.Atoi: parsing \"" + digits + "\": value out of range");
        }
        return precision.toString().length() > MOST_DIGITS ? Integer.MAX_VALUE : precision.intValue();
    }

    private static CelFailure malformed(String why) {
        return new CelFailure("could not parse formatting clause: " + why);
    }
}
