package dev.jibe.server.cel.library;

import dev.jibe.object.version.SemanticVersion;
import dev.jibe.server.cel.CelFailure;
import dev.jibe.server.cel.Values;
import java.util.List;
import java.util.Map;

/**
 * Versions in the form of <a href="https://semver.org/spec/v2.0.0.html">semver.org</a>.
 */
final class Semvers implements Functions {

    /** A version, as expressions see it. */
    private record Semver(SemanticVersion version) implements Values.Custom {
        @Override
        public String typeName() {
            return "kubernetes.Semver";
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
                "major", v -> version(v.getFirst()).major(),
                "minor", v -> version(v.getFirst()).minor(),
                "patch", v -> version(v.getFirst()).patch(),
                "isGreaterThan", v -> compare(v) > 0,
                "isLessThan", v -> compare(v) < 0,
                "compareTo", v -> (long) Integer.signum(compare(v)));
    }

    private static int compare(List<Object> values) {
        return version(values.get(0)).compareTo(version(values.get(1)));
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
        try {
            var version = lenient ? SemanticVersion.parseTolerant(text) : SemanticVersion.parse(text);
            return new Semver(version.orElseThrow(() -> new CelFailure("No Major.Minor.Patch elements found")));
        } catch (NumberFormatException e) {
            throw new CelFailure("strconv.ParseUint: parsing \"" + text + "\": value out of range");
        }
    }

    private static SemanticVersion version(Object value) {
        return ((Semver) value).version();
    }
}
