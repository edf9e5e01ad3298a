package dev.jibe.object.typing;

import java.math.BigDecimal;

/** Numbers as upstream's messages print them. */
public final class GoNumber {

    private static final double LARGE = 1e6;
    private static final double SMALL = 1e-4;

    private GoNumber() {}

    public static String text(Number number) {
        return number instanceof Double decimal ? text(decimal.doubleValue()) : number.toString();
    }

    public static String text(double number) {
        if (number == 0 || Double.isNaN(number) || Double.isInfinite(number)) {
            return number == 0 ? "0" : Double.isNaN(number) ? "NaN" : number > 0 ? "+Inf" : "-Inf";
        }
        double size = Math.abs(number);
        var digits = new BigDecimal(Double.toString(number)).stripTrailingZeros();
        if (size >= SMALL && size < LARGE) {
            return digits.toPlainString();
        }
        int exponent = digits.precision() - digits.scale() - 1;
        var mantissa = digits.movePointLeft(exponent).toPlainString();
        return mantissa + (exponent < 0 ? "e-" : "e+") + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
    }
}
