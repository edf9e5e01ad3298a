package dev.jibe.object.protobuf;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Times as the API writes them: RFC 3339 in UTC, to the second or to the microsecond. */
public final class Times {

    private static final DateTimeFormatter MICROS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'");
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'");

    private Times() {}

    /** Reads a time as {@code metav1.Time} takes it: RFC 3339 with any fraction of a second. */
    public static Instant parse(String text) {
        return TimeText.parse(text, false);
    }

    /** Reads a time as {@code metav1.MicroTime} takes it: with six digits behind the second. */
    public static Instant parseMicros(String text) {
        return TimeText.parse(text, true);
    }

    /** To the second, as {@code metav1.Time}. */
    public static String seconds(Instant instant) {
        return SECONDS.format(instant.atOffset(ZoneOffset.UTC));
    }

    /** To the microsecond, as {@code metav1.MicroTime}. */
    public static String micros(Instant instant) {
        return MICROS.format(instant.atOffset(ZoneOffset.UTC));
    }
}
