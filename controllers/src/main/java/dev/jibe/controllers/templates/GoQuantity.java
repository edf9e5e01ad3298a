package dev.jibe.controllers.templates;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * The fields of a quantity as the Go client has them after reading its canonical text: a small one is a number and a power of
 * ten and may keep its text, any other is a decimal of nine places.
 */
final class GoQuantity {
    private static final String BINARY_SUFFIXES = "KMGTPE";
    private static final String SMALL_SUFFIXES = "num";
    private static final String LARGE_SUFFIXES = "kMGTPE";
    private static final int DIGITS_OF_LONG = 18;
    private static final int PLACES = 9;
    private static final BigInteger WORD = BigInteger.ONE.shiftLeft(Long.SIZE);
    private static final BigDecimal LARGEST = new BigDecimal(Long.MAX_VALUE);

    private GoQuantity() {}

    /** A text cut in two, and what its suffix means. */
    private record Parts(String number, int exponent, boolean isBinary, String format) {}

    static void print(String text, StringBuilder out) {
        var parts = parts(text);
        var unsigned = parts.number().startsWith("-") ? parts.number().substring(1) : parts.number();
        int point = unsigned.indexOf('.');
        var places = point < 0 ? "" : unsigned.substring(point + 1);
        var digits = point < 0 ? unsigned : unsigned.substring(0, point) + places;
        if (text.equals("0")) {
            small(0, 0, text, "DecimalSI", out);
        } else if (parts.isBinary()) {
            binary(text, parts, digits, places.isEmpty(), out);
        } else if (digits.length() <= DIGITS_OF_LONG && parts.exponent() - places.length() >= -PLACES) {
            int scale = parts.exponent() - places.length();
            boolean isKept = scale % 3 == 0 && !digits.endsWith("000") && !digits.startsWith("0");
            long value =
                    Long.parseLong(digits) * (unsigned.length() < parts.number().length() ? -1 : 1);
            small(value, scale, isKept ? text : "", parts.format(), out);
        } else {
            large(new BigDecimal(parts.number()).scaleByPowerOfTen(parts.exponent()), parts.format(), out);
        }
    }

    private static void binary(String text, Parts parts, String digits, boolean isWhole, StringBuilder out) {
        int precision = 15 - digits.length() - (int) ((float) parts.exponent() * 3 / 10) - 1;
        if (!isWhole || precision < 0) {
            var factor = new BigDecimal(BigInteger.ONE.shiftLeft(parts.exponent()));
            large(new BigDecimal(parts.number()).multiply(factor), parts.format(), out);
            return;
        }
        long value = Long.parseLong(parts.number());
        small(value << parts.exponent(), 0, (value & 7) == 0 ? "" : text, parts.format(), out);
    }

    private static Parts parts(String text) {
        int exponentAt = Math.max(text.indexOf('e'), text.indexOf('E'));
        if (exponentAt > 0 && exponentAt < text.length() - 1 && text.charAt(exponentAt + 1) != 'i') {
            int exponent = Integer.parseInt(text.substring(exponentAt + 1));
            return new Parts(text.substring(0, exponentAt), exponent, false, "DecimalExponent");
        }
        int end = text.length();
        if (text.endsWith("i")) {
            int power = BINARY_SUFFIXES.indexOf(text.charAt(end - 2)) + 1;
            return new Parts(text.substring(0, end - 2), power * 10, true, "BinarySI");
        }
        char last = text.charAt(end - 1);
        if (Character.isDigit(last) || last == '.') {
            return new Parts(text, 0, false, "DecimalSI");
        }
        int small = SMALL_SUFFIXES.indexOf(last);
        int power = small >= 0 ? small - SMALL_SUFFIXES.length() : LARGE_SUFFIXES.indexOf(last) + 1;
        return new Parts(text.substring(0, end - 1), power * 3, false, "DecimalSI");
    }

    private static void small(long value, int scale, String kept, String format, StringBuilder out) {
        out.append("{i:(resource.int64Amount){value:(int64)")
                .append(value)
                .append(" scale:(resource.Scale)")
                .append(scale)
                .append("} d:(resource.infDecAmount){Dec:(*inf.Dec)<nil>} s:(string)")
                .append(kept)
                .append(" Format:(resource.Format)")
                .append(format)
                .append('}');
    }

    private static void large(BigDecimal value, String format, StringBuilder out) {
        var capped = value.abs().setScale(PLACES, RoundingMode.UP).min(LARGEST.setScale(PLACES));
        out.append(
                        "{i:(resource.int64Amount){value:(int64)0 scale:(resource.Scale)0} d:(resource.infDecAmount){Dec:(*inf.Dec)")
                .append("{unscaled:(big.Int){neg:(bool)")
                .append(value.signum() < 0)
                .append(" abs:(big.nat)[");
        var rest = capped.unscaledValue();
        for (boolean isFirst = true; rest.signum() > 0; isFirst = false) {
            out.append(isFirst ? "" : " ").append(rest.mod(WORD));
            rest = rest.shiftRight(Long.SIZE);
        }
        out.append("]} scale:(inf.Scale)9}} s:(string) Format:(resource.Format)")
                .append(format)
                .append('}');
    }
}
