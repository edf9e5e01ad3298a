package dev.jibe.object.quantity;

import dev.jibe.object.MalformedException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * An amount of a resource: an exact decimal number with the notation it was written in.
 *
 * <p>Prints in canonical form: no fraction, the largest suffix that allows it, digits rounded up to a nano. See <a
 * href="https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/">Quantity</a>.
 */
public final class Quantity implements Comparable<Quantity> {

    /** How a quantity is written. */
    public enum Format {
        BINARY_SI,
        DECIMAL_SI,
        DECIMAL_EXPONENT
    }

    public static final Quantity ZERO = new Quantity(BigDecimal.ZERO, Format.DECIMAL_SI);

    /** Upstream's words for any string that is not a quantity. */
    private static final String MALFORMED =
            "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

    private static final BigDecimal MAX = BigDecimal.valueOf(Long.MAX_VALUE);
    private static final int NANO_SCALE = 9;
    private static final String[] BINARY = {"", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"};
    private static final String[] DECIMAL = {"n", "u", "m", "", "k", "M", "G", "T", "P", "E"};
    private static final BigDecimal KIBI = BigDecimal.valueOf(1024);

    private final BigDecimal amount;
    private final Format format;

    private Quantity(BigDecimal amount, Format format) {
        this.amount = amount;
        this.format = format;
    }

    public static Quantity of(long amount) {
        return new Quantity(BigDecimal.valueOf(amount), Format.DECIMAL_SI);
    }

    public static Quantity ofMilli(long milli) {
        return new Quantity(BigDecimal.valueOf(milli, 3), Format.DECIMAL_SI);
    }

    public static Quantity of(BigDecimal amount, Format format) {
        return new Quantity(amount, format);
    }

    /**
     * Reads a quantity.
     *
     * @throws MalformedException with upstream's message
     */
    public static Quantity parse(String text) {
        int end = 0;
        if (end < text.length() && (text.charAt(end) == '+' || text.charAt(end) == '-')) {
            end++;
        }
        int digits = 0;
        int dots = 0;
        while (end < text.length() && (Character.isDigit(text.charAt(end)) || text.charAt(end) == '.')) {
            if (text.charAt(end) == '.') {
                dots++;
            } else {
                digits++;
            }
            end++;
        }
        var scaled = digits == 0 || dots > 1 || end > 400 ? null : scale(text.substring(end));
        if (scaled == null) {
            throw new MalformedException(MALFORMED);
        }
        var amount = new BigDecimal(text.substring(0, end)).multiply(scaled.amount());
        return new Quantity(round(amount, scaled.format()), scaled.format());
    }

    public static boolean isValid(String text) {
        try {
            parse(text);
            return true;
        } catch (MalformedException e) {
            return false;
        }
    }

    /** Finer than a nano is rounded up; larger than 2^63-1 is capped. */
    private static BigDecimal round(BigDecimal amount, Format format) {
        var rounded = amount.scale() > NANO_SCALE ? amount.setScale(NANO_SCALE, RoundingMode.UP) : amount;
        if (format == Format.DECIMAL_EXPONENT) {
            return rounded;
        }
        return rounded.abs().compareTo(MAX) > 0 ? MAX.multiply(BigDecimal.valueOf(rounded.signum())) : rounded;
    }

    private record Suffix(BigDecimal amount, Format format) {}

    private static @Nullable Suffix scale(String suffix) {
        for (int i = 1; i < BINARY.length; i++) {
            if (BINARY[i].equals(suffix)) {
                return new Suffix(KIBI.pow(i), Format.BINARY_SI);
            }
        }
        for (int i = 0; i < DECIMAL.length; i++) {
            if (DECIMAL[i].equals(suffix)) {
                return new Suffix(BigDecimal.ONE.scaleByPowerOfTen(3 * (i - 3)), Format.DECIMAL_SI);
            }
        }
        if (suffix.length() > 1 && (suffix.charAt(0) == 'e' || suffix.charAt(0) == 'E')) {
            try {
                int exponent = Integer.parseInt(suffix.substring(1));
                return Math.abs(exponent) > 400
                        ? null
                        : new Suffix(BigDecimal.ONE.scaleByPowerOfTen(exponent), Format.DECIMAL_EXPONENT);
            } catch (NumberFormatException e) {
                return null;
            }
        }
        return null;
    }

    public Quantity add(Quantity more) {
        return new Quantity(amount.add(more.amount), isZero() ? more.format : format);
    }

    public Quantity subtract(Quantity less) {
        return new Quantity(amount.subtract(less.amount), isZero() ? less.format : format);
    }

    public Quantity negate() {
        return new Quantity(amount.negate(), format);
    }

    public boolean isZero() {
        return amount.signum() == 0;
    }

    public int signum() {
        return amount.signum();
    }

    public Format format() {
        return format;
    }

    public BigDecimal amount() {
        return amount;
    }

    /** The amount as a whole number, rounded up. */
    public long value() {
        return whole(amount);
    }

    /** The amount in thousandths, rounded up. */
    public long milliValue() {
        return whole(amount.scaleByPowerOfTen(3));
    }

    private static long whole(BigDecimal number) {
        var rounded = number.setScale(0, RoundingMode.UP);
        if (rounded.abs().compareTo(MAX) > 0) {
            return rounded.signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
        return rounded.longValueExact();
    }

    @Override
    public int compareTo(Quantity other) {
        return amount.compareTo(other.amount);
    }

    /** Equal amounts are equal, however they are written. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Quantity that && amount.compareTo(that.amount) == 0;
    }

    @Override
    public int hashCode() {
        return amount.stripTrailingZeros().hashCode();
    }

    /** The canonical form. */
    @Override
    public String toString() {
        if (isZero()) {
            return "0";
        }
        return switch (format) {
            case BINARY_SI -> binary();
            case DECIMAL_SI -> decimal();
            case DECIMAL_EXPONENT -> exponent();
        };
    }

    /** Below 1024 or with a fraction, the binary notation has no suffix: upstream writes the decimal one. */
    private String binary() {
        if (amount.abs().compareTo(KIBI) < 0 || amount.stripTrailingZeros().scale() > 0) {
            return decimal();
        }
        var number = amount.toBigIntegerExact();
        int power = Math.min(number.getLowestSetBit() / 10, BINARY.length - 1);
        return number.shiftRight(10 * power) + BINARY[power];
    }

    private String decimal() {
        int power = thousands();
        int suffix = Math.min(power + 3, DECIMAL.length - 1);
        return amount.scaleByPowerOfTen(-3 * (suffix - 3)).toBigInteger() + DECIMAL[suffix];
    }

    private String exponent() {
        int power = thousands();
        var mantissa = amount.scaleByPowerOfTen(-3 * power).toBigInteger();
        return power == 0 ? mantissa.toString() : mantissa + "e" + 3 * power;
    }

    /** The largest power of a thousand that leaves no fraction. */
    private int thousands() {
        return Math.floorDiv(-amount.stripTrailingZeros().scale(), 3);
    }
}
