package dev.jibe.controllers.cronjob;

import dev.jibe.object.MalformedException;
import java.util.List;
import java.util.Locale;

/**
 * One field of a schedule: which numbers it allows.
 *
 * @param bits one for each number
 * @param isAny whether it is written as a star, and so leaves the choice of days to the other field of days
 */
record CronField(long bits, boolean isAny) {

    /** The numbers that a field may have, and the names for them, from the least on. */
    record Range(int least, int most, List<String> names) {}

    static final Range MINUTES = new Range(0, 59, List.of());
    static final Range HOURS = new Range(0, 23, List.of());
    static final Range DAYS = new Range(1, 31, List.of());
    static final Range MONTHS = new Range(
            1, 12, List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"));
    static final Range WEEKDAYS = new Range(0, 6, List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat"));

    boolean has(int number) {
        return (bits >>> number & 1) == 1;
    }

    static CronField parse(String text, Range range) {
        long bits = 0;
        boolean any = false;
        for (var part : text.split(",", -1)) {
            if (!part.isEmpty()) {
                var one = parsePart(part, range);
                bits |= one.bits();
                any |= one.isAny();
            }
        }
        return new CronField(bits, any);
    }

    /** A number, a range, or all, each with or without a step. */
    private static CronField parsePart(String text, Range range) {
        var slash = text.split("/", -1);
        var dash = slash[0].split("-", -1);
        if (slash.length > 2 || dash.length > 2) {
            throw new MalformedException("too many slashes or hyphens: " + text);
        }
        boolean all = dash[0].equals("*") || dash[0].equals("?");
        int first = all ? range.least() : number(dash[0], range);
        int last = all ? range.most() : first;
        if (!all && dash.length == 2) {
            last = number(dash[1], range);
        }
        int step = 1;
        if (slash.length == 2) {
            step = number(slash[1], new Range(0, 0, List.of()));
            last = !all && dash.length == 1 ? range.most() : last;
        }
        if (first < range.least() || last > range.most() || first > last || step == 0) {
            throw new MalformedException("out of range (" + range.least() + "-" + range.most() + "): " + text);
        }
        long bits = 0;
        for (int i = first; i <= last; i += step) {
            bits |= 1L << i;
        }
        return new CronField(bits, all && step == 1);
    }

    private static int number(String text, Range range) {
        int name = range.names().indexOf(text.toLowerCase(Locale.ROOT));
        if (name >= 0) {
            return range.least() + name;
        }
        try {
            int number = Integer.parseInt(text);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException ignored) {
            // told below, as what is negative
        }
        throw new MalformedException("failed to parse int from " + text);
    }
}
