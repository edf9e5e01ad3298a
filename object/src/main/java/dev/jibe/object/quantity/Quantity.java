package dev.jibe.object.quantity;

import dev.jibe.object.MalformedException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * An amount of a resource: an exact decimal number with the notation it was written in.
 *
 * <p>Prints in canonical form: no fraction, the largest suffix that allows it, digits rounded up to a nano; but as it was
 * written where upstream takes that for canonical ({@code 1E3}, {@code +1}). See <a
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
    private static final int MILLI_SCALE = 3;

    private static final String MALFORMED_SUFFIX = "unable to parse quantity's suffix";

    /** Bounds on what a hostile amount may cost. */
    private static final int MAX_LENGTH = 400;

    private static final int MAX_EXPONENT = 400;

    /** Most digits that surely fit a long. */
    private static final int SAFE_DIGITS = 18;

    private static final String[] BINARY = {"", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"};
    private static final String[] DECIMAL = {"n", "u", "m", "", "k", "M", "G", "T", "P", "E"};
    private static final BigDecimal KIBI = BigDecimal.valueOf(1024);

    private final BigDecimal amount;
    private final Format format;
    private final @Nullable String written;

    private Quantity(BigDecimal amount, Format format) {
        this(amount, format, null);
    }

    private Quantity(BigDecimal amount, Format format, @Nullable String written) {
        this.amount = amount;
        this.format = format;
        this.written = written;
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
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            throw new MalformedException(MALFORMED);
        }
        int start = text.charAt(0) == '+' || text.charAt(0) == '-' ? 1 : 0;
        int point = digits(text, start);
        int end = point < text.length() && text.charAt(point) == '.' ? digits(text, point + 1) : point;
        var suffix = text.substring(end);
        if (!isSuffix(suffix)) {
            throw new MalformedException(MALFORMED);
        }
        var scaled = scale(suffix);
        if (scaled == null) {
            throw new MalformedException(MALFORMED_SUFFIX);
        }
        var whole = text.substring(start, point).replaceFirst("^0+", "");
        var fraction = end > point ? text.substring(point + 1, end) : "";
        var number = new BigDecimal((whole.isEmpty() ? "0" : whole) + "." + fraction + "0");
        var amount = round(number.multiply(scaled.amount()), scaled.format());
        amount = text.charAt(0) == '-' ? amount.negate() : amount;
        if (scaled.format() == Format.DECIMAL_EXPONENT
                && -amount.stripTrailingZeros().scale() > MAX_EXPONENT) {
            throw new MalformedException(MALFORMED_SUFFIX); // it could be printed, and then not be read
        }
        boolean small = scaled.format() == Format.BINARY_SI && amount.abs().compareTo(BigDecimal.ONE) < 0;
        return new Quantity(
                amount, small ? Format.DECIMAL_SI : scaled.format(), isKept(whole, fraction, scaled) ? text : null);
    }

    /** Letters of suffixes, then perhaps a sign, then digits. */
    private static boolean isSuffix(String text) {
        int at = 0;
        while (at < text.length() && "eEinumkKMGTP".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        boolean signed = at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-');
        return digits(text, signed ? at + 1 : at) == text.length();
    }

    private static int digits(String text, int from) {
        int to = from;
        while (to < text.length() && text.charAt(to) >= '0' && text.charAt(to) <= '9') {
            to++;
        }
        return to;
    }

    /** Whether upstream keeps the text as it was written: where it takes it for canonical without looking closer. */
    private static boolean isKept(String whole, String fraction, Suffix suffix) {
        var digits = (whole.isEmpty() ? "0" : whole) + fraction;
        if (suffix.format() == Format.BINARY_SI) {
            boolean fits = fraction.isEmpty() && 14 - digits.length() - suffix.exponent() * 3 / 10 >= 0;
            return fits && (Long.parseLong(digits) & 7) != 0;
        }
        int scale = suffix.exponent() - fraction.length();
        return digits.length() <= SAFE_DIGITS
                && scale >= -NANO_SCALE
                && scale % 3 == 0
                && !digits.endsWith("000")
                && digits.charAt(0) != '0';
    }

    /** This amount, rounded up to whole thousandths, as lists of resources hold it. */
    public Quantity roundedToMilli() {
        return amount.stripTrailingZeros().scale() <= MILLI_SCALE
                ? this
                : new Quantity(amount.setScale(MILLI_SCALE, RoundingMode.UP), format, null);
    }

    public static boolean isValid(String text) {
        try {
            parse(text);
            return true;
        } catch (MalformedException e) {
            return false;
        }
    }

    /** Finer than a nano is rounded up; binary amounts beyond 2^63-1 are capped. */
    private static BigDecimal round(BigDecimal amount, Format format) {
        var rounded = amount.scale() > NANO_SCALE ? amount.setScale(NANO_SCALE, RoundingMode.UP) : amount;
        return format == Format.BINARY_SI && rounded.compareTo(MAX) > 0 ? MAX : rounded;
    }

    /** @param exponent of two where the notation is binary, else of ten */
    private record Suffix(BigDecimal amount, int exponent, Format format) {}

    private static @Nullable Suffix scale(String suffix) {
        for (int i = 1; i < BINARY.length; i++) {
            if (BINARY[i].equals(suffix)) {
                return new Suffix(KIBI.pow(i), 10 * i, Format.BINARY_SI);
            }
        }
        for (int i = 0; i < DECIMAL.length; i++) {
            if (DECIMAL[i].equals(suffix)) {
                int exponent = 3 * (i - 3);
                return new Suffix(BigDecimal.ONE.scaleByPowerOfTen(exponent), exponent, Format.DECIMAL_SI);
            }
        }
        if (suffix.length() > 1 && (suffix.charAt(0) == 'e' || suffix.charAt(0) == 'E')) {
            try {
                int exponent = Integer.parseInt(suffix.substring(1));
                return Math.abs(exponent) > MAX_EXPONENT
                        ? null
                        : new Suffix(BigDecimal.ONE.scaleByPowerOfTen(exponent), exponent, Format.DECIMAL_EXPONENT);
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

    /** The canonical form, or what was written if it passes for it. */
    @Override
    public String toString() {
        if (written != null) {
            return written;
        }
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
