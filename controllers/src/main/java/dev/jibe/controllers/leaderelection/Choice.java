package dev.jibe.controllers.leaderelection;

import dev.jibe.object.api.coordination.v1beta1.LeaseCandidate;
import dev.jibe.object.version.SemanticVersion;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** How the best of several candidates is found. */
final class Choice {

    static final String OLDEST = "OldestEmulationVersion";

    private static final Comparator<LeaseCandidate> OLDEST_FIRST =
            Comparator.<LeaseCandidate, SemanticVersion>comparing(
                            it -> version(it.spec().emulationVersion()).orElse(SemanticVersion.ZERO))
                    .thenComparing(Choice::binary)
                    .thenComparing(it -> it.metadata().creationTimestamp())
                    .thenComparing(LeaseCandidate::name);

    private Choice() {}

    /** The strategy that the newest candidates want; empty if those do not agree. */
    static Optional<String> strategy(Collection<LeaseCandidate> candidates) {
        var newest = candidates.stream().map(Choice::binary).max(Comparator.naturalOrder());
        var wanted = candidates.stream()
                .filter(it -> newest.isPresent() && binary(it).compareTo(newest.get()) == 0)
                .map(it -> it.spec().strategy())
                .distinct()
                .toList();
        return wanted.size() == 1 ? Optional.of(wanted.getFirst()) : Optional.empty();
    }

    /** The candidate that emulates the oldest version, of those the one of the oldest binary, of those the first. */
    static Optional<LeaseCandidate> oldest(Collection<LeaseCandidate> candidates) {
        return candidates.stream()
                .filter(it -> version(it.spec().emulationVersion()).isPresent()
                        && version(it.spec().binaryVersion()).isPresent())
                .min(OLDEST_FIRST);
    }

    private static SemanticVersion binary(LeaseCandidate candidate) {
        return version(candidate.spec().binaryVersion()).orElse(SemanticVersion.ZERO);
    }

    private static Optional<SemanticVersion> version(String text) {
        try {
            return SemanticVersion.parseTolerant(text);
        } catch (NumberFormatException outOfRange) {
            return Optional.empty();
        }
    }
}
