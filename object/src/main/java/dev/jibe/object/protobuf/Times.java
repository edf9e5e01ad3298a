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
        return parse(text, "2006-01-02T15:04:05Z07:00");
    }

    /**
     * As {@link #parse(String)}, with another layout in the message.
     *
     * @param layout as Go writes it
     */
    public static Instant parse(String text, String layout) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new MalformedException(
                    "parsing time \"" + text + "\" as \"" + layout + "\": " + wrong(text, layout), e);
        }
    }

    /** The first part of a time that is wrong, as Go finds it. */
    private static String wrong(String text, String layout) {
        String[] parts = {"2006", "-", "01", "-", "02", "T", "15", ":", "04", ":", "05"};
        int at = 0;
        for (var part : parts) {
            var rest = text.substring(at);
            boolean number = Character.isDigit(part.charAt(0));
            boolean fits = number
                    ? rest.length() >= part.length()
                            && rest.substring(0, part.length()).chars().allMatch(Character::isDigit)
                    : rest.startsWith(part);
            if (!fits) {
                return "cannot parse \"" + rest + "\" as \"" + part + "\"";
            }
            at += part.length();
        }
        var zone = layout.contains(".") ? ".000000" : "Z07:00";
        return "cannot parse \"" + text.substring(at) + "\" as \"" + zone + "\"";
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
