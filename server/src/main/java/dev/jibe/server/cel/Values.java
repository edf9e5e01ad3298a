package dev.jibe.server.cel;

import dev.jibe.object.Null;
import dev.jibe.object.typing.GoNumber;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * The values of expressions: Long, {@link Uint}, Double, String, byte[], Boolean, {@link Null}, Instant, Duration, List,
 * {@link MapValue}, {@link Maybe}, {@link TypeName}, and the values of libraries.
 */
public final class Values {

    private Values() {}

    /** A whole number without a sign. */
    public record Uint(long bits) {}

    /** A type as a value. */
    public record TypeName(String name) {}

    /** A value of a library, which has a type of its own. */
    public interface Custom {
        String typeName();

        /** How large it is, for what it costs. */
        default long size() {
            return 1;
        }
    }

    /** A pattern as long as the longest regular expression that it may stand for. */
    public interface Pattern extends Custom {
        long length();
    }

    public static String typeName(Object value) {
        return switch (value) {
            case Long _ -> "int";
            case Uint _ -> "uint";
            case Double _ -> "double";
            case String _ -> "string";
            case byte[] _ -> "bytes";
            case Boolean _ -> "bool";
            case Null _ -> "null_type";
            case Instant _ -> "google.protobuf.Timestamp";
            case Duration _ -> "google.protobuf.Duration";
            case List<?> _ -> "list";
            case MapValue map -> map.typeName();
            case Maybe _ -> "optional_type";
            case TypeName _ -> "type";
            case Custom custom -> custom.typeName();
            default -> value.getClass().getSimpleName();
        };
    }

    /** Whether two values are the same; numbers of different types may be. */
    public static boolean equal(Object a, Object b) {
        if (isNumber(a) && isNumber(b)) {
            return compareNumbers(a, b) == 0;
        }
        return switch (a) {
            case byte[] bytes -> b instanceof byte[] other && Arrays.equals(bytes, other);
            case List<?> list -> b instanceof List<?> other && sameLists(list, other);
            case MapValue map -> b instanceof MapValue other && map.isSame(other);
            default -> a.equals(b);
        };
    }

    private static boolean sameLists(List<?> a, List<?> b) {
        return a instanceof ListValue declared
                ? declared.isSame(b)
                : b instanceof ListValue declared ? declared.isSame(a) : sameItems(a, b);
    }

    static boolean sameItems(List<?> a, List<?> b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            if (!equal(a.get(i), b.get(i))) {
                return false;
            }
        }
        return true;
    }

    public static boolean isNumber(Object value) {
        return value instanceof Long || value instanceof Double || value instanceof Uint;
    }

    /** Compares two values that have an order; NaN is neither less nor more, nor equal. */
    public static int compare(Object a, Object b) {
        if (isNumber(a) && isNumber(b)) {
            return compareNumbers(a, b);
        }
        return switch (a) {
            case String text when b instanceof String other -> compareText(text, other);
            case Boolean bool when b instanceof Boolean other -> Boolean.compare(bool, other);
            case Instant time when b instanceof Instant other -> time.compareTo(other);
            case Duration time when b instanceof Duration other -> time.compareTo(other);
            case byte[] bytes when b instanceof byte[] other -> Arrays.compareUnsigned(bytes, other);
            default -> throw CelFailure.noSuchOverload();
        };
    }

    /** By code points, as UTF-8 sorts. */
    private static int compareText(String a, String b) {
        int length = Math.min(a.length(), b.length());
        for (int i = 0; i < length; i++) {
            if (a.charAt(i) != b.charAt(i)) {
                return Integer.compare(a.codePointAt(i), b.codePointAt(i));
            }
        }
        return Integer.compare(a.length(), b.length());
    }

    private static int compareNumbers(Object a, Object b) {
        if (a instanceof Long x && b instanceof Long y) {
            return Long.compare(x, y);
        }
        if (a instanceof Uint(long x) && b instanceof Uint(long y)) {
            return Long.compareUnsigned(x, y);
        }
        double x = decimal(a);
        double y = decimal(b);
        return Double.isNaN(x) || Double.isNaN(y) ? 2 : x == y ? 0 : Double.compare(x, y);
    }

    static double decimal(Object number) {
        return switch (number) {
            case Long value -> value.doubleValue();
            case Double value -> value;
            case Uint(long bits) -> bits >= 0 ? bits : (bits >>> 1) * 2.0;
            default -> throw CelFailure.noSuchOverload();
        };
    }

    /** How large a value is, for what it costs. */
    public static long size(Object value) {
        return switch (value) {
            case String text -> text.codePointCount(0, text.length());
            case byte[] bytes -> bytes.length;
            case List<?> list -> list.size();
            case MapValue map -> map.size();
            case Maybe(Object inner) when inner != null -> size(inner);
            case Custom custom -> custom.size();
            default -> 1;
        };
    }

    /** A value as messages show it. */
    public static String shown(Object value) {
        return switch (value) {
            case Double number -> GoNumber.text(number);
            case Uint(long bits) -> Long.toUnsignedString(bits);
            case TypeName(String name) -> name;
            default -> value.toString();
        };
    }
}
