package dev.jibe.object.protobuf;

import dev.jibe.object.MalformedException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HexFormat;

/** Reads a time from left to right and says what is wrong with it in the words of Go's reader. */
final class TimeText {

    private static final String SECONDS = "2006-01-02T15:04:05Z07:00";
    private static final String MICROS = "2006-01-02T15:04:05.000000Z07:00";
    private static final int MICRO_DIGITS = 6;
    private static final int NANO_DIGITS = 9;

    private final String text;
    private final String layout;
    private int at;

    private TimeText(String text, String layout) {
        this.text = text;
        this.layout = layout;
    }

    static Instant parse(String text, boolean micros) {
        var reader = new TimeText(text, micros ? MICROS : SECONDS);
        int year = reader.number(4, "2006");
        reader.literal("-");
        int month = reader.number("01", 1, 12, "month");
        reader.literal("-");
        int day = reader.number(2, "02");
        reader.literal("T");
        int hour = reader.number("15", 0, 23, "hour");
        reader.literal(":");
        int minute = reader.number("04", 0, 59, "minute");
        reader.literal(":");
        int second = reader.number("05", 0, 59, "second");
        int nanos = reader.fraction(micros);
        int offsetSeconds = reader.zone();
        if (reader.at < text.length()) {
            throw reader.wrong(": extra text: " + quoted(text.substring(reader.at)));
        }
        if (day < 1 || day > YearMonth.of(year, month).lengthOfMonth()) {
            throw reader.wrong(": day out of range");
        }
        return LocalDateTime.of(year, month, day, hour, minute, second, nanos)
                .toInstant(ZoneOffset.UTC)
                .minusSeconds(offsetSeconds);
    }

    private boolean isDigit(int index) {
        return index < text.length() && text.charAt(index) >= '0' && text.charAt(index) <= '9';
    }

    private int number(int digits, String part) {
        for (int i = 0; i < digits; i++) {
            if (!isDigit(at + i)) {
                throw unreadable(part);
            }
        }
        at += digits;
        return Integer.parseInt(text, at - digits, at, 10);
    }

    private int number(String part, int least, int most, String name) {
        int value = number(2, part);
        if (value < least || value > most) {
            throw wrong(": " + name + " out of range");
        }
        return value;
    }

    private void literal(String part) {
        if (!text.startsWith(part, at)) {
            throw unreadable(part);
        }
        at += part.length();
    }

    private int fraction(boolean micros) {
        boolean begins = at < text.length() && (text.charAt(at) == '.' || text.charAt(at) == ',');
        int digits = 0;
        while (begins && isDigit(at + 1 + digits)) {
            digits++;
        }
        if (micros && digits < MICRO_DIGITS) {
            throw unreadable(".000000");
        }
        if (digits == 0) {
            return 0;
        }
        digits = micros ? MICRO_DIGITS : digits;
        int counted = Math.min(digits, NANO_DIGITS);
        int value = Integer.parseInt(text, at + 1, at + 1 + counted, 10);
        at += 1 + digits;
        for (int i = counted; i < NANO_DIGITS; i++) {
            value *= 10;
        }
        return value;
    }

    private int zone() {
        if (text.startsWith("Z", at)) {
            at++;
            return 0;
        }
        boolean east = text.startsWith("+", at);
        boolean fits = (east || text.startsWith("-", at))
                && isDigit(at + 1)
                && isDigit(at + 2)
                && text.startsWith(":", at + 3)
                && isDigit(at + 4)
                && isDigit(at + 5);
        if (!fits) {
            throw unreadable("Z07:00");
        }
        int hours = Integer.parseInt(text, at + 1, at + 3, 10);
        int minutes = Integer.parseInt(text, at + 4, at + 6, 10);
        if (hours > 24 || minutes > 60) {
            throw wrong(": time zone offset " + (hours > 24 ? "hour" : "minute") + " out of range");
        }
        at += 6;
        int seconds = (hours * 60 + minutes) * 60;
        return east ? seconds : -seconds;
    }

    private MalformedException unreadable(String part) {
        return wrong(" as " + quoted(layout) + ": cannot parse " + quoted(text.substring(at)) + " as " + quoted(part));
    }

    private MalformedException wrong(String what) {
        return new MalformedException("parsing time " + quoted(text) + what);
    }

    private static String quoted(String text) {
        var quoted = new StringBuilder("\"");
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (b < ' ') {
                quoted.append("\\x").append(HexFormat.of().toHexDigits(b));
            } else {
                quoted.append(b == '"' || b == '\\' ? "\\" : "").append((char) b);
            }
        }
        return quoted.append('"').toString();
    }
}
