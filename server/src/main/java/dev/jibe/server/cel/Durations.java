package dev.jibe.server.cel;

import dev.jibe.object.MalformedException;
import dev.jibe.object.protobuf.GoDuration;
import java.math.BigDecimal;
import java.time.Duration;

/** Lengths of time in the form of Go: {@code 1h30m}. */
public final class Durations {

    private Durations() {}

    public static Duration parse(String text) {
        try {
            return GoDuration.parse(text);
        } catch (MalformedException e) {
            throw new CelFailure("time: invalid duration \"" + text + "\"");
        }
    }

    /** In seconds, as CEL prints it: {@code 5400s}. */
    public static String text(Duration duration) {
        var seconds = BigDecimal.valueOf(duration.getSeconds()).add(BigDecimal.valueOf(duration.getNano(), 9));
        return (seconds.signum() == 0 ? "0" : seconds.stripTrailingZeros().toPlainString()) + "s";
    }
}
