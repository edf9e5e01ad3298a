package dev.jibe.server.cel.library;

import dev.jibe.server.cel.CelFailure;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/** The parts of points in time and of lengths of time. */
final class Times {

    static final Map<String, Function> FUNCTIONS = Map.of(
            "getFullYear", v -> part(v, ZonedDateTime::getYear),
            "getMonth", v -> part(v, t -> t.getMonthValue() - 1),
            "getDayOfYear", v -> part(v, t -> t.getDayOfYear() - 1),
            "getDate", v -> part(v, ZonedDateTime::getDayOfMonth),
            "getDayOfMonth", v -> part(v, t -> t.getDayOfMonth() - 1),
            "getDayOfWeek", v -> part(v, t -> t.getDayOfWeek().getValue() % 7),
            "getHours", v -> either(v, Duration::toHours, ZonedDateTime::getHour),
            "getMinutes", v -> either(v, Duration::toMinutes, ZonedDateTime::getMinute),
            "getSeconds", v -> either(v, Duration::toSeconds, ZonedDateTime::getSecond),
            "getMilliseconds", v -> either(v, Duration::toMillis, t -> t.getNano() / 1_000_000));

    private Times() {}

    private static Object either(
            List<Object> values, ToLongFunction<Duration> ofLength, ToLongFunction<ZonedDateTime> ofTime) {
        return values.getFirst() instanceof Duration length ? ofLength.applyAsLong(length) : part(values, ofTime);
    }

    private static Object part(List<Object> values, ToLongFunction<ZonedDateTime> part) {
        var time = (Instant) values.getFirst();
        return part.applyAsLong(time.atZone(values.size() > 1 ? zone((String) values.get(1)) : ZoneOffset.UTC));
    }

    private static ZoneId zone(String name) {
        try {
            boolean isOffset = name.contains(":");
            boolean signed = name.startsWith("-") || name.startsWith("+");
            return isOffset && !signed ? ZoneId.of("+" + name) : ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new CelFailure("unknown time zone " + name);
        }
    }
}
