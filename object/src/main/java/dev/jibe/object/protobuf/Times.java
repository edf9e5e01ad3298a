package dev.jibe.object.protobuf;

import dev.jibe.object.MalformedException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Times as the API writes them: RFC 3339 in UTC, to the second or to the microsecond. */
public final class Times {

    private static final DateTimeFormatter MICROS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'");
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'");

    private Times() {}

    public static Instant parse(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new MalformedException(
                    "parsing time \"" + text + "\" as \"2006-01-02T15:04:05Z07:00\": cannot parse", e);
        }
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
