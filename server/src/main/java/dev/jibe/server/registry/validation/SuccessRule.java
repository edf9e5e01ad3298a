package dev.jibe.server.registry.validation;

import java.util.ArrayList;
import java.util.List;

/**
 * When an indexed job has succeeded before all of its indexes have.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/workloads/controllers/job/#success-policy">Success policy</a>.
 */
final class SuccessRule {

    private static final int MAX_INDEXES_BYTES = 64 << 10;

    private SuccessRule() {}

    static void check(Place rule, long completions) {
        if (!rule.has("succeededCount") && !rule.has("succeededIndexes")) {
            rule.required("", "at least one of succeededCount or succeededIndexes must be specified");
        }
        long indexes = 0;
        if (rule.has("succeededIndexes")) {
            var text = rule.text("succeededIndexes");
            if (text.length() > MAX_INDEXES_BYTES) {
                rule.tooLong("succeededIndexes", MAX_INDEXES_BYTES);
            }
            try {
                indexes = count(text, completions);
            } catch (IllegalArgumentException e) {
                rule.invalid("succeededIndexes", text, "error parsing succeededIndexes: " + e.getMessage());
            }
        }
        if (!rule.has("succeededCount")) {
            return;
        }
        rule.notNegative("succeededCount");
        long count = rule.number("succeededCount");
        if (count > completions) {
            rule.invalid(
                    "succeededCount",
                    count,
                    "must be less than or equal to " + completions + " (the number of specified completions)");
        }
        if (rule.has("succeededIndexes") && count > indexes) {
            rule.invalid(
                    "succeededCount",
                    count,
                    "must be less than or equal to " + indexes
                            + " (the number of indexes in the specified succeededIndexes field)");
        }
    }

    /** Indexes that follow each other. */
    record Interval(long first, long last) {}

    /** How many indexes a text such as {@code 1,3-5} names. */
    static long count(String text, long completions) {
        return intervals(text, completions).stream()
                .mapToLong(each -> each.last() - each.first() + 1)
                .sum();
    }

    /**
     * The indexes that a text names.
     *
     * @throws IllegalArgumentException if it cannot be read, with why
     */
    static List<Interval> intervals(String text, long completions) {
        var intervals = new ArrayList<Interval>();
        long last = -1;
        for (var part : text.isEmpty() ? new String[0] : text.split(",", -1)) {
            var interval = interval(part, completions);
            if (interval.first() <= last) {
                throw new IllegalArgumentException(
                        "non-increasing order, previous: " + last + ", current: " + interval.first());
            }
            intervals.add(interval);
            last = interval.last();
        }
        return intervals;
    }

    private static Interval interval(String part, long completions) {
        var ends = part.split("-", -1);
        if (ends.length > 2) {
            throw new IllegalArgumentException("the fragment \"" + part + "\" violates the requirement that an index"
                    + " interval can have at most two parts separated by '-'");
        }
        long first = index(ends[0], completions);
        if (ends.length == 1) {
            return new Interval(first, first);
        }
        long end = index(ends[1], completions);
        if (end <= first) {
            throw new IllegalArgumentException("non-increasing order, previous: " + first + ", current: " + end);
        }
        return new Interval(first, end);
    }

    private static long index(String text, long completions) {
        if (!text.matches("[+-]?\\d{1,9}")) {
            throw new IllegalArgumentException("cannot convert string to integer for index: \"" + text + "\"");
        }
        long index = Long.parseLong(text);
        if (index >= completions) {
            throw new IllegalArgumentException("too large index: \"" + text + "\"");
        }
        return index;
    }
}
