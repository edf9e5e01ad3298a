package dev.jibe.server.cel.library;

import dev.jibe.object.Null;
import dev.jibe.server.cel.CelFailure;
import dev.jibe.server.cel.MapValue;
import dev.jibe.server.cel.Values;
import dev.jibe.server.cel.Values.Uint;
import dev.jibe.server.request.FieldError;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeMap;

/** Text made from a pattern such as {@code "%s has %d"}. */
public final class Formatting {

    private static final int DEFAULT_PRECISION = 6;

    /** More would only be zeros. */
    private static final int MOST_PRECISION = 1100;

    private static final String SUPERSCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    private Formatting() {}

    static String format(String pattern, List<?> values) {
        return FormatPattern.format(
                pattern, values.size(), (kind, precision, index) -> clause(kind, precision, values.get(index)));
    }

    private static String clause(char kind, int precision, Object value) {
        return switch (kind) {
            case 's' -> text(value);
            case 'd' -> whole(value);
            case 'f' -> fixed(value, precision < 0 ? DEFAULT_PRECISION : precision);
            case 'e' -> scientific(value, precision < 0 ? DEFAULT_PRECISION : precision);
            case 'b' -> value instanceof Boolean bool ? (bool ? "1" : "0") : digits('b', value, 2);
            case 'o' -> digits('o', value, 8);
            default -> hexadecimal(kind, value);
        };
    }

    /** A value of a type that a place is not for. */
    public static CelFailure wrong(char kind, String type) {
        var rule = switch (kind) {
            case 's' ->
                "string clause can only be used on strings, bools, bytes, ints, doubles, maps, lists, types,"
                        + " durations, and timestamps";
            case 'd' -> "decimal clause can only be used on integers";
            case 'f' -> "fixed-point clause can only be used on doubles";
            case 'e' -> "scientific clause can only be used on doubles";
            case 'b' -> "only integers and bools can be formatted as binary";
            case 'o' -> "octal clause can only be used on integers";
            default -> "only integers, byte buffers, and strings can be formatted as hex";
        };
        return new CelFailure("error during formatting: " + rule + ", was given " + type);
    }

    static String text(Object value) {
        return switch (value) {
            case String text -> text;
            case Null _ -> "null";
            case Values.TypeName(String name) -> name;
            case List<?> list -> list(list);
            case MapValue map -> map(map);
            case Long _, Uint _, Double _, Boolean _, byte[] _, Instant _, Duration _ ->
                (String) Conversions.text(value);
            default -> throw wrong('s', Values.typeName(value));
        };
    }

    private static String list(List<?> list) {
        var items = new ArrayList<String>();
        list.forEach(item -> items.add(literal(item)));
        return "[" + String.join(", ", items) + "]";
    }

    private static String map(MapValue map) {
        var entries = new TreeMap<String, String>();
        for (var key : map.keys()) {
            switch (key) {
                case String _, Boolean _, Long _, Uint _ ->
                    entries.put(literal(key), literal(Objects.requireNonNull(map.get(key))));
                default ->
                    throw new CelFailure("error during formatting: no formatting function for map key of type "
                            + Values.typeName(key));
            }
        }
        var shown = new ArrayList<String>();
        entries.forEach((key, value) -> shown.add(key + ":" + value));
        return "{" + String.join(", ", shown) + "}";
    }

    /** A value as it would be written in an expression. */
    private static String literal(Object value) {
        return switch (value) {
            case String text -> FieldError.quoted(text);
            case byte[] _ -> "b" + FieldError.quoted(text(value));
            case Double number when Double.isNaN(number) || Double.isInfinite(number) -> "\"" + text(value) + "\"";
            case Double number ->
                new BigDecimal(number)
                        .setScale(DEFAULT_PRECISION, RoundingMode.HALF_EVEN)
                        .toPlainString();
            case Instant _ -> "timestamp(\"" + text(value) + "\")";
            case Duration _ -> "duration(\"" + text(value) + "\")";
            case Long _, Uint _, Boolean _, Null _, Values.TypeName _, List<?> _ -> text(value);
            case MapValue map -> text(value);
            default ->
                throw new CelFailure("error during formatting: no formatting function for " + Values.typeName(value));
        };
    }

    private static String whole(Object value) {
        return switch (value) {
            case Long number -> number.toString();
            case Uint(long bits) -> Long.toUnsignedString(bits);
            default -> throw wrong('d', Values.typeName(value));
        };
    }

    /** With commas between thousands. */
    private static String fixed(Object value, int precision) {
        return decimal('f', value, number -> {
            var format = new DecimalFormat("#,##0", DecimalFormatSymbols.getInstance(Locale.ROOT));
            format.setMinimumFractionDigits(Math.min(precision, MOST_PRECISION));
            format.setMaximumFractionDigits(Math.min(precision, MOST_PRECISION));
            format.setRoundingMode(RoundingMode.HALF_EVEN);
            return format.format(number);
        });
    }

    /** Upstream takes what is meant as a precision for a width. */
    private static String scientific(Object value, int width) {
        var text = decimal('e', value, number -> {
            int exponent = number.signum() == 0 ? 0 : number.precision() - number.scale() - 1;
            var mantissa = number.movePointLeft(exponent).setScale(DEFAULT_PRECISION, RoundingMode.HALF_EVEN);
            if (mantissa.abs().compareTo(BigDecimal.TEN) >= 0) {
                exponent++;
                mantissa = mantissa.movePointLeft(1).setScale(DEFAULT_PRECISION, RoundingMode.HALF_EVEN);
            }
            return mantissa.toPlainString() + "×10" + (exponent < 0 ? "⁻" : "") + superscript(Math.abs(exponent));
        });
        return " ".repeat(Math.max(0, Math.min(width, MOST_PRECISION) - text.length())) + text;
    }

    private static String superscript(int exponent) {
        var text = new StringBuilder();
        (exponent < 10 ? "0" + exponent : Integer.toString(exponent))
                .chars()
                .forEach(digit -> text.append(SUPERSCRIPT.charAt(digit - '0')));
        return text.toString();
    }

    private static String decimal(char kind, Object value, java.util.function.Function<BigDecimal, String> text) {
        double number = switch (value) {
            case Double given -> given;
            case String name when name.equals("NaN") -> Double.NaN;
            case String name when name.equals("Infinity") -> Double.POSITIVE_INFINITY;
            case String name when name.equals("-Infinity") -> Double.NEGATIVE_INFINITY;
            default -> throw wrong(kind, Values.typeName(value));
        };
        return Double.isNaN(number)
                ? "NaN"
                : Double.isInfinite(number) ? (number < 0 ? "-∞" : "∞") : text.apply(new BigDecimal(number));
    }

    private static String digits(char kind, Object value, int radix) {
        return switch (value) {
            case Long number -> Long.toString(number, radix);
            case Uint(long bits) -> Long.toUnsignedString(bits, radix);
            default -> throw wrong(kind, Values.typeName(value));
        };
    }

    private static String hexadecimal(char kind, Object value) {
        var text = switch (value) {
            case String bytes -> HexFormat.of().formatHex(bytes.getBytes(StandardCharsets.UTF_8));
            case byte[] bytes -> HexFormat.of().formatHex(bytes);
            default -> digits(kind, value, 16);
        };
        return kind == 'X' ? text.toUpperCase(Locale.ROOT) : text;
    }

    /** In quotes, with escapes for what does not print and for quotes. */
    static String quoted(String text) {
        var quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            switch (c) {
                case 0x07 -> quoted.append("\\a");
                case '\b' -> quoted.append("\\b");
                case '\f' -> quoted.append("\\f");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                case 0x0b -> quoted.append("\\v");
                case '\\' -> quoted.append("\\\\");
                case '"' -> quoted.append("\\\"");
                default -> quoted.appendCodePoint(c);
            }
        });
        return quoted.append('"').toString();
    }
}
