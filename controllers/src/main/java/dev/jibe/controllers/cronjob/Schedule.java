package dev.jibe.controllers.cronjob;

import dev.jibe.object.MalformedException;
import dev.jibe.object.protobuf.GoDuration;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/**
 * When something happens again and again.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax">Schedule
 * syntax</a>.
 */
sealed interface Schedule {

    /** The first time after the given one; none if there is none within five years. */
    Optional<Instant> next(Instant after);

    /**
     * Reads the five fields, or one of the names.
     *
     * @throws MalformedException if it is neither
     */
    static Schedule parse(String text, ZoneId zone) {
        if (text.startsWith("@every ")) {
            return new Every(GoDuration.parse(text.substring("@every ".length()).strip()));
        }
        var fields = switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "@yearly", "@annually" -> "0 0 1 1 *";
            case "@monthly" -> "0 0 1 * *";
            case "@weekly" -> "0 0 * * 0";
            case "@daily", "@midnight" -> "0 0 * * *";
            case "@hourly" -> "0 * * * *";
            default -> text.strip();
        };
        var parts = fields.split("\\s+", -1);
        if (parts.length != 5) {
            throw new MalformedException("expected exactly 5 fields, found " + parts.length + ": " + fields);
        }
        return new Calendar(
                CronField.parse(parts[0], CronField.MINUTES),
                CronField.parse(parts[1], CronField.HOURS),
                CronField.parse(parts[2], CronField.DAYS),
                CronField.parse(parts[3], CronField.MONTHS),
                CronField.parse(parts[4], CronField.WEEKDAYS),
                zone);
    }

    /** A fixed time after the last. */
    record Every(Duration delay) implements Schedule {

        public Every {
            var whole = delay.truncatedTo(ChronoUnit.SECONDS);
            delay = whole.isPositive() ? whole : Duration.ofSeconds(1);
        }

        @Override
        public Optional<Instant> next(Instant after) {
            return Optional.of(after.truncatedTo(ChronoUnit.SECONDS).plus(delay));
        }
    }

    /**
     * By the clock on the wall of a time zone. A time that a change of the clocks leaves out does not come that day; one
     * that it repeats comes twice.
     */
    record Calendar(
            CronField minutes, CronField hours, CronField days, CronField months, CronField weekdays, ZoneId zone)
            implements Schedule {

        private static final int YEARS = 5;

        @Override
        public Optional<Instant> next(Instant after) {
            var time = after.truncatedTo(ChronoUnit.MINUTES)
                    .plus(1, ChronoUnit.MINUTES)
                    .atZone(zone);
            int lastYear = time.getYear() + YEARS;
            while (time.getYear() <= lastYear) {
                if (!months.has(time.getMonthValue())) {
                    time = time.toLocalDate().withDayOfMonth(1).plusMonths(1).atStartOfDay(zone);
                } else if (!isDay(time.getDayOfMonth(), time.getDayOfWeek().getValue() % 7)) {
                    time = time.toLocalDate().plusDays(1).atStartOfDay(zone);
                } else if (!hours.has(time.getHour())) {
                    time = time.truncatedTo(ChronoUnit.HOURS).plusHours(1);
                } else if (!minutes.has(time.getMinute())) {
                    time = time.plusMinutes(1);
                } else {
                    return Optional.of(time.toInstant());
                }
            }
            return Optional.empty();
        }

        /** If both days are restricted either will do. */
        private boolean isDay(int day, int weekday) {
            return days.isAny() || weekdays.isAny()
                    ? days.has(day) && weekdays.has(weekday)
                    : days.has(day) || weekdays.has(weekday);
        }
    }
}
