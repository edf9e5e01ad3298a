package dev.jibe.server.registry.table;

import java.time.Duration;

/** Durations in the short form that kubectl shows: the coarser, the longer they are. */
final class HumanDuration {

    private static final long HOURS_OF_YEAR = 24 * 365;
    /** The seconds of the longest time that upstream measures, in nanoseconds of 64 bits. */
    private static final long LONGEST = Long.MAX_VALUE / 1_000_000_000;

    private HumanDuration() {}

    static String of(Duration duration) {
        long seconds = Math.clamp(duration.toMillis() / 1000, -LONGEST, LONGEST);
        if (seconds < -1) {
            return "<invalid>";
        }
        if (seconds < 0) {
            return "0s";
        }
        long minutes = seconds / 60;
        long hours = seconds / 3600;
        if (seconds < 120) {
            return seconds + "s";
        }
        if (minutes < 10) {
            return two(minutes, "m", seconds % 60, "s");
        }
        if (minutes < 180) {
            return minutes + "m";
        }
        if (hours < 8) {
            return two(hours, "h", minutes % 60, "m");
        }
        if (hours < 48) {
            return hours + "h";
        }
        if (hours < 192) {
            return two(hours / 24, "d", hours % 24, "h");
        }
        if (hours < HOURS_OF_YEAR * 2) {
            return hours / 24 + "d";
        }
        return hours < HOURS_OF_YEAR * 8
                ? two(hours / HOURS_OF_YEAR, "y", hours / 24 % 365, "d")
                : hours / HOURS_OF_YEAR + "y";
    }

    private static String two(long great, String greatUnit, long small, String smallUnit) {
        return great + greatUnit + (small == 0 ? "" : small + smallUnit);
    }
}
