package dev.jibe.object.protobuf;

import dev.jibe.object.MalformedException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Pattern;

/** Durations as Go writes them: {@code 1h30m0s}, {@code 1.5s}, {@code 100ms}. */
public final class GoDuration {

    private static final Pattern PART = Pattern.compile("([0-9]*\\.?[0-9]+|[0-9]+\\.)(ns|us|µs|ms|s|m|h)");

    private GoDuration() {}

    public static Duration parse(String text) {
        boolean negative = text.startsWith("-");
        var rest = negative || text.startsWith("+") ? text.substring(1) : text;
        if (rest.equals("0")) {
            return Duration.ZERO;
        }
        var nanos = BigDecimal.ZERO;
        var parts = PART.matcher(rest);
        int at = 0;
        while (parts.lookingAt()) {
            nanos = nanos.add(new BigDecimal(parts.group(1)).multiply(BigDecimal.valueOf(unitNanos(parts.group(2)))));
            at = parts.end();
            parts.region(at, rest.length());
        }
        if (at == 0 || at < rest.length()) {
            throw new MalformedException("time: invalid duration \"" + text + "\"");
        }
        return Duration.ofNanos(negative ? -nanos.longValue() : nanos.longValue());
    }

    private static long unitNanos(String unit) {
        return switch (unit) {
            case "ns" -> 1;
            case "us", "µs" -> 1_000;
            case "ms" -> 1_000_000;
            case "s" -> 1_000_000_000;
            case "m" -> 60_000_000_000L;
            default -> 3_600_000_000_000L;
        };
    }

    public static String print(Duration duration) {
        long nanos = duration.toNanos();
        if (nanos == 0) {
            return "0s";
        }
        var sign = nanos < 0 ? "-" : "";
        long size = Math.abs(nanos);
        if (size < 1_000_000_000) {
            return sign
                    + (size < 1_000
                            ? size + "ns"
                            : size < 1_000_000 ? decimal(size, 3) + "µs" : decimal(size, 6) + "ms");
        }
        long hours = size / 3_600_000_000_000L;
        long minutes = size / 60_000_000_000L % 60;
        var seconds = decimal(size % 60_000_000_000L, 9) + "s";
        return sign + (hours > 0 ? hours + "h" + minutes + "m" : minutes > 0 ? minutes + "m" : "") + seconds;
    }

    private static String decimal(long number, int scale) {
        var plain = BigDecimal.valueOf(number, scale).stripTrailingZeros();
        return plain.signum() == 0 ? "0" : plain.toPlainString();
    }
}
