package dev.jibe.server.registry.validation;

import dev.jibe.object.JsonMap;
import dev.jibe.object.version.SemanticVersion;
import java.util.List;
import java.util.Optional;

/**
 * Who would like to lead, and how a leader is chosen.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/cluster-administration/coordinated-leader-election/">Coordinated
 * Leader Election</a> and KEP-4355.
 */
final class CandidateRules {

    private static final String OLDEST = "OldestEmulationVersion";
    private static final List<String> STRATEGIES = List.of(OLDEST);

    private CandidateRules() {}

    static void check(Place object) {
        var spec = object.in("spec");
        spec.need("leaseName");
        var emulation = version(spec, "emulationVersion");
        spec.need("binaryVersion");
        var binary = version(spec, "binaryVersion");
        if (!spec.text("emulationVersion").isEmpty()
                && !spec.text("binaryVersion").isEmpty()
                && binary.compareTo(emulation) < 0) {
            spec.invalid(
                    "binaryVersion", spec.text("binaryVersion"), "must be greater than or equal to `emulationVersion`");
        }
        if (!spec.need("strategy")) {
            return;
        }
        if (spec.text("strategy").equals(OLDEST) && emulation.compareTo(SemanticVersion.ZERO) == 0) {
            spec.required("emulationVersion", "must be specified when `strategy` is 'OldestEmulationVersion'");
        }
        strategy(spec);
    }

    private static SemanticVersion version(Place spec, String key) {
        if (spec.text(key).isEmpty()) {
            return SemanticVersion.ZERO;
        }
        Optional<SemanticVersion> version;
        try {
            version = SemanticVersion.parse(spec.text(key));
        } catch (NumberFormatException e) {
            version = Optional.empty();
        }
        if (version.isEmpty()) {
            spec.invalid(key, spec.text(key), "must be a valid semantic version");
        }
        return version.orElse(SemanticVersion.ZERO);
    }

    /** Upstream reports at a place below the field. */
    static void strategy(Place spec) {
        var name = spec.text("strategy");
        if (name.indexOf('/') >= 0) {
            spec.invalid("strategy.strategy", name, Formats.qualifiedName(name));
        } else if (!STRATEGIES.contains(name)) {
            spec.unsupported("strategy.strategy", name, STRATEGIES);
        }
    }

    static void same(Place object, JsonMap old) {
        object.in("spec").immutable("leaseName", old.map("spec"));
    }
}
