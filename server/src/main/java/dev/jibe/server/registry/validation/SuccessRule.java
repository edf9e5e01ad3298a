package dev.jibe.server.registry.validation;

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

    /** How many indexes a text such as {@code 1,3-5} names. */
    private static long count(String text, long completions) {
        long total = 0;
        if (text.isEmpty()) {
            return total;
        }
        long last = -1;
        for (var part : text.split(",", -1)) {
            var ends = part.split("-", -1);
            if (ends.length > 2) {
                throw new IllegalArgumentException(
                        "the fragment \"" + part + "\" violates the requirement that an index"
                                + " interval can have at most two parts separated by '-'");
            }
            long first = number(ends[0], part);
            long end = ends.length == 2 ? number(ends[1], part) : first;
            if (first <= last) {
                throw new IllegalArgumentException("non-increasing order, previous: " + last + ", current: " + first);
            }
            if (first >= completions) {
                throw new IllegalArgumentException("too large index: \"" + ends[0] + "\"");
            }
            if (end >= completions) {
                throw new IllegalArgumentException("too large index: \"" + ends[ends.length - 1] + "\"");
            }
            if (ends.length == 2 && end <= first) {
                throw new IllegalArgumentException("non-increasing order, previous: " + first + ", current: " + end);
            }
            total += end - first + 1;
            last = end;
        }
        return total;
    }

    private static long number(String text, String part) {
        if (!text.matches("\\d{1,9}")) {
            throw new IllegalArgumentException(
                    "cannot convert string to integer for index: \"" + (text.isEmpty() ? part : text) + "\"");
        }
        return Long.parseLong(text);
    }
}
