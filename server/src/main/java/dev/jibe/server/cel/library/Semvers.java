package dev.jibe.server.cel.library;

import dev.jibe.server.cel.CelFailure;
import dev.jibe.server.cel.Values;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Versions in the form of <a href="https://semver.org/spec/v2.0.0.html">semver.org</a>.
 */
final class Semvers implements Functions {

    private static final String NUMBER = "(0|[1-9]\\d*)";
    private static final Pattern STRICT = Pattern.compile(NUMBER + "\\." + NUMBER + "\\." + NUMBER
            + "(?:-([0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*))?(?:\\+[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?");

    /** A version. */
    private record Semver(long major, long minor, long patch, String before)
            implements Values.Custom, Comparable<Semver> {
        @Override
        public String typeName() {
            return "kubernetes.Semver";
        }

        @Override
        public int compareTo(Semver other) {
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

    @Override
    public List<String> signatures() {
        return List.of(
                "semver(string): Semver",
                "semver(string, bool): Semver",
                "isSemver(string): bool",
                "isSemver(string, bool): bool",
                "Semver.major(): int",
                "Semver.minor(): int",
                "Semver.patch(): int",
                "Semver.isGreaterThan(Semver): bool",
                "Semver.isLessThan(Semver): bool",
                "Semver.compareTo(Semver): int");
    }

    @Override
    public Map<String, Function> functions() {
        return Map.of(
                "semver", Semvers::parse,
                "isSemver", Semvers::isSemver,
                "major", v -> ((Semver) v.getFirst()).major(),
                "minor", v -> ((Semver) v.getFirst()).minor(),
                "patch", v -> ((Semver) v.getFirst()).patch(),
                "isGreaterThan", v -> compare(v) > 0,
                "isLessThan", v -> compare(v) < 0,
                "compareTo", v -> (long) Integer.signum(compare(v)));
    }

    private static int compare(List<Object> values) {
        return ((Semver) values.get(0)).compareTo((Semver) values.get(1));
    }

    private static boolean isSemver(List<Object> values) {
        try {
            parse(values);
            return true;
        } catch (CelFailure e) {
            return false;
        }
    }

    private static Semver parse(List<Object> values) {
        var text = (String) values.getFirst();
        boolean lenient = values.size() > 1 && (Boolean) values.get(1);
        var match = STRICT.matcher(lenient ? normal(text) : text);
        if (!match.matches()) {
            throw new CelFailure("No Major.Minor.Patch elements found");
        }
        try {
            return new Semver(
                    Long.parseLong(match.group(1)),
                    Long.parseLong(match.group(2)),
                    Long.parseLong(match.group(3)),
                    match.group(4) == null ? "" : match.group(4));
        } catch (NumberFormatException e) {
            throw new CelFailure("strconv.ParseUint: parsing \"" + text + "\": value out of range");
        }
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
}
