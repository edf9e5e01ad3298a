package dev.jibe.server.cel.library;

import dev.jibe.object.Null;
import dev.jibe.object.json.Json;
import dev.jibe.server.cel.CelFailure;
import dev.jibe.server.cel.MapValue;
import dev.jibe.server.cel.Values;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/** Text made from a pattern such as {@code "%s has %d"}. */
final class Formatting {

    private static final int DEFAULT_PRECISION = 6;

    private Formatting() {}

    static String format(String pattern, List<?> values) {
        var result = new StringBuilder();
        int next = 0;
        int i = 0;
        while (i < pattern.length()) {
            char c = pattern.charAt(i);
            i++;
            if (c != '%') {
                result.append(c);
                continue;
            }
            if (i < pattern.length() && pattern.charAt(i) == '%') {
                result.append('%');
                i++;
                continue;
            }
            int precision = -1;
            if (i < pattern.length() && pattern.charAt(i) == '.') {
                int start = ++i;
                while (i < pattern.length() && Character.isDigit(pattern.charAt(i))) {
                    i++;
                }
                precision = i == start ? 0 : Integer.parseInt(pattern.substring(start, Math.min(i, start + 4)));
            }
            if (i >= pattern.length()) {
                throw new CelFailure("unexpected end of format string");
            }
            if (next >= values.size()) {
                throw new CelFailure("index " + next + " out of range");
            }
            result.append(clause(pattern.charAt(i), precision, values.get(next)));
            next++;
            i++;
        }
        return result.toString();
    }

    private static String clause(char kind, int precision, Object value) {
        return switch (kind) {
            case 's' -> text(value);
            case 'd' -> whole(value);
            case 'f' -> decimal(value, precision < 0 ? DEFAULT_PRECISION : precision);
            case 'e' -> scientific(value, precision < 0 ? DEFAULT_PRECISION : precision);
            case 'b' -> value instanceof Boolean bool ? (bool ? "1" : "0") : Long.toString((Long) value, 2);
            case 'o' -> Long.toString((Long) value, 8);
            case 'x' -> hexadecimal(value);
            case 'X' -> hexadecimal(value).toUpperCase(Locale.ROOT);
            default ->
                throw new CelFailure(
                        "could not parse formatting clause: unrecognized formatting clause \"" + kind + "\"");
        };
    }

    static String text(Object value) {
        return switch (value) {
            case String text -> text;
            case Null _ -> "null";
            case List<?> list -> list.stream().map(Formatting::text).collect(Collectors.joining(", ", "[", "]"));
            case MapValue map ->
                map.keys().stream()
                        .map(key -> text(key) + ": " + text(Objects.requireNonNull(map.get(key))))
                        .sorted()
                        .collect(Collectors.joining(", ", "{", "}"));
            case Values.TypeName(String name) -> name;
            case Values.Custom custom -> custom.toString();
            default -> (String) Conversions.text(value);
        };
    }

    private static String whole(Object value) {
        return switch (value) {
            case Long number -> number.toString();
            case Values.Uint(long bits) -> Long.toUnsignedString(bits);
            case Double number when Double.isNaN(number) || Double.isInfinite(number) -> text(number);
            default ->
                throw new CelFailure("error during formatting: decimal clause can only be used on integers, was given "
                        + Values.typeName(value));
        };
    }

    private static String decimal(Object value, int precision) {
        return number(value).setScale(precision, RoundingMode.HALF_EVEN).toPlainString();
    }

    private static String scientific(Object value, int precision) {
        return String.format(Locale.ROOT, "%." + precision + "e", number(value));
    }

    private static BigDecimal number(Object value) {
        return switch (value) {
            case Long number -> BigDecimal.valueOf(number);
            case Double number -> new BigDecimal(number);
            default ->
                throw new CelFailure(
                        "error during formatting: fixed-point clause can only be used on doubles, was given "
                                + Values.typeName(value));
        };
    }

    private static String hexadecimal(Object value) {
        return switch (value) {
            case Long number -> Long.toString(number, 16);
            case String text -> HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
            case byte[] bytes -> HexFormat.of().formatHex(bytes);
            default ->
                throw new CelFailure(
                        "error during formatting: only integers, byte buffers, and strings can be formatted as hex,"
                                + " was given " + Values.typeName(value));
        };
    }

    static String quoted(String text) {
        return Json.text(text);
    }
}
