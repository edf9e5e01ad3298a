package dev.jibe.object.version;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A version in the form of <a href="https://semver.org/spec/v2.0.0.html">semver.org</a>.
 *
 * @param before what tells it from the release that it comes before; empty for a release
 */
public record SemanticVersion(long major, long minor, long patch, String before)
        implements Comparable<SemanticVersion> {

    /** The version that comes before all others. */
    public static final SemanticVersion ZERO = new SemanticVersion(0, 0, 0, "");

    private static final String NUMBER = "(0|[1-9]\\d*)";
    private static final Pattern STRICT = Pattern.compile(NUMBER + "\\." + NUMBER + "\\." + NUMBER
            + "(?:-([0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*))?(?:\\+[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?");

    /**
     * Reads a version; empty if it is none.
     *
     * @throws NumberFormatException if a number is out of range
     */
    public static Optional<SemanticVersion> parse(String text) {
        var match = STRICT.matcher(text);
        if (!match.matches()) {
            return Optional.empty();
        }
        return Optional.of(new SemanticVersion(
                Long.parseLong(match.group(1)),
                Long.parseLong(match.group(2)),
                Long.parseLong(match.group(3)),
                match.group(4) == null ? "" : match.group(4)));
    }

    /** Reads a version that may begin with a v, have leading zeros, and lack the last numbers. */
    public static Optional<SemanticVersion> parseTolerant(String text) {
        return parse(normal(text.strip()));
    }

    /** Without a leading v and leading zeros, and with what is missing at the end. */
    private static String normal(String text) {
        var plain = text.startsWith("v") ? text.substring(1) : text;
        int end = plain.length();
        for (int i = 0; i < plain.length(); i++) {
            if (plain.charAt(i) == '-' || plain.charAt(i) == '+') {
                end = i;
                break;
            }
        }
        var numbers = plain.substring(0, end).split("\\.", -1);
        var result = new StringBuilder();
        for (int i = 0; i < Math.max(3, numbers.length); i++) {
            var number = i < numbers.length ? numbers[i].replaceFirst("^0+(?=\\d)", "") : "0";
            result.append(i == 0 ? "" : ".").append(number);
        }
        return result + plain.substring(end);
    }

    @Override
    public int compareTo(SemanticVersion other) {
        int order = Long.compare(major, other.major);
        order = order == 0 ? Long.compare(minor, other.minor) : order;
        order = order == 0 ? Long.compare(patch, other.patch) : order;
        return order == 0 ? comparePreRelease(before, other.before) : order;
    }

    private static int comparePreRelease(String a, String b) {
        if (a.isEmpty() || b.isEmpty()) {
            return Boolean.compare(a.isEmpty(), b.isEmpty());
        }
        var left = a.split("\\.", -1);
        var right = b.split("\\.", -1);
        for (int i = 0; i < Math.min(left.length, right.length); i++) {
            boolean leftNumber = left[i].matches("\\d{1,18}");
            boolean rightNumber = right[i].matches("\\d{1,18}");
            int order = leftNumber && rightNumber
                    ? Long.compare(Long.parseLong(left[i]), Long.parseLong(right[i]))
                    : leftNumber != rightNumber
                            ? Boolean.compare(rightNumber, leftNumber)
                            : left[i].compareTo(right[i]);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(left.length, right.length);
    }
}
