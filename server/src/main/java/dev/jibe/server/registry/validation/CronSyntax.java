package dev.jibe.server.registry.validation;

import java.util.List;
import java.util.Locale;

/**
 * The syntax of schedules; the messages are those of the parser that upstream uses.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax">Schedule
 * syntax</a>.
 */
final class CronSyntax {

    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final List<String> DAYS = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");
    private static final List<String> DESCRIPTORS =
            List.of("@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly");

    /** A field of a schedule: its least and greatest value, and names of the first ones. */
    private record Bounds(int least, int most, List<String> names, int firstNamed) {}

    private static final List<Bounds> FIELDS = List.of(
            new Bounds(0, 59, List.of(), 0),
            new Bounds(0, 23, List.of(), 0),
            new Bounds(1, 31, List.of(), 0),
            new Bounds(1, 12, MONTHS, 1),
            new Bounds(0, 6, DAYS, 0));

    /** What is wrong with a part of a schedule. */
    private static final class Wrong extends RuntimeException {

        private static final long serialVersionUID = 1;

        Wrong(String message) {
            super(message, null, false, false);
        }
    }

    private CronSyntax() {}

    /** What is wrong with a schedule; empty if nothing. */
    static String wrong(String schedule) {
        try {
            check(schedule);
            return "";
        } catch (Wrong e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static void check(String schedule) {
        var spec = schedule;
        if (spec.isEmpty()) {
            throw new Wrong("empty spec string");
        }
        if (spec.startsWith("TZ=") || spec.startsWith("CRON_TZ=")) {
            int space = spec.indexOf(' ');
            var zone = spec.substring(spec.indexOf('=') + 1, space < 0 ? spec.length() : space);
            if (!CronRules.isZone(zone)) {
                throw new Wrong("provided bad location " + zone + ": unknown time zone " + zone);
            }
            spec = space < 0 ? "" : spec.substring(space).strip();
        }
        if (spec.startsWith("@")) {
            descriptor(spec);
            return;
        }
        var fields = spec.strip().split("\\s+", -1);
        int count = spec.isBlank() ? 0 : fields.length;
        if (count != FIELDS.size()) {
            throw new Wrong("expected exactly 5 fields, found " + count + ": ["
                    + (count == 0 ? "" : String.join(" ", fields)) + "]");
        }
        for (int i = 0; i < fields.length; i++) {
            for (var part : fields[i].split(",", -1)) {
                range(part, FIELDS.get(i));
            }
        }
    }

    private static void descriptor(String spec) {
        if (DESCRIPTORS.contains(spec)) {
            return;
        }
        if (spec.startsWith("@every ")) {
            var text = spec.substring("@every ".length());
            if (!text.matches("[+-]?([0-9]*\\.?[0-9]+(ns|us|µs|ms|s|m|h))+")) {
                throw new Wrong("failed to parse duration " + spec + ": time: invalid duration \"" + text + "\"");
            }
            return;
        }
        throw new Wrong("unrecognized descriptor: " + spec);
    }

    private static void range(String part, Bounds bounds) {
        var stepped = part.split("/", -1);
        var ends = stepped[0].split("-", -1);
        long start;
        long end;
        if (ends[0].equals("*") || ends[0].equals("?")) {
            start = bounds.least();
            end = bounds.most();
        } else {
            start = value(ends[0], bounds);
            end = switch (ends.length) {
                case 1 -> start;
                case 2 -> value(ends[1], bounds);
                default -> throw new Wrong("too many hyphens: " + part);
            };
        }
        long step = 1;
        if (stepped.length == 2) {
            step = number(stepped[1]);
            end = ends.length == 1 ? bounds.most() : end;
        } else if (stepped.length > 2) {
            throw new Wrong("too many slashes: " + part);
        }
        if (start < bounds.least()) {
            throw new Wrong("beginning of range (" + start + ") below minimum (" + bounds.least() + "): " + part);
        }
        if (end > bounds.most()) {
            throw new Wrong("end of range (" + end + ") above maximum (" + bounds.most() + "): " + part);
        }
        if (start > end) {
            throw new Wrong("beginning of range (" + start + ") beyond end of range (" + end + "): " + part);
        }
        if (step == 0) {
            throw new Wrong("step of range should be a positive number: " + part);
        }
    }

    private static long value(String text, Bounds bounds) {
        int named = bounds.names().indexOf(text.toLowerCase(Locale.ROOT));
        return named >= 0 ? named + bounds.firstNamed() : number(text);
    }

    private static long number(String text) {
        if (!text.matches("[+-]?\\d+")) {
            throw new Wrong(
                    "failed to parse int from " + text + ": strconv.Atoi: parsing \"" + text + "\": invalid syntax");
        }
        if (text.length() > 18) {
            throw new Wrong("failed to parse int from " + text + ": strconv.Atoi: parsing \"" + text
                    + "\": value out of range");
        }
        long number = Long.parseLong(text);
        if (number < 0) {
            throw new Wrong("negative number (" + number + ") not allowed: " + text);
        }
        return number;
    }
}
