package dev.jibe.controllers.volumebinding;

import dev.jibe.object.api.v1.PersistentVolume;
import dev.jibe.object.api.v1.PersistentVolumeClaim;
import dev.jibe.object.quantity.Quantity;
import dev.jibe.object.selector.LabelSelector;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** Which volume serves a claim: one that waits for it, or else the smallest that is large enough. */
final class Matching {
    private static final String STORAGE = "storage";
    private static final String FILES = "Filesystem";

    private Matching() {}

    /** @param mayTakeAny whether a volume that nobody has named may be taken, or only one that waits for the claim */
    static Optional<PersistentVolume> of(
            PersistentVolumeClaim claim, List<PersistentVolume> volumes, boolean mayTakeAny) {
        var waiting = volumes.stream()
                .filter(volume -> isNamedBy(volume, claim) && isSuitable(volume, claim))
                .min(Comparator.comparing(PersistentVolume::name));
        if (waiting.isPresent() || !mayTakeAny) {
            return waiting;
        }
        var selector = LabelSelector.of(claim.spec().selector().tree());
        return volumes.stream()
                .filter(volume -> !volume.spec().hasClaimRef()
                        && !volume.isTerminating()
                        && volume.status().phase().equals("Available")
                        && volume.spec().storageClassName().equals(claim.spec().storageClassName())
                        && selector.matches(volume.metadata().labelsTree())
                        && isSuitable(volume, claim))
                .min(Comparator.comparing(Matching::capacity).thenComparing(PersistentVolume::name));
    }

    /** Whether the volume says that it is for this claim. */
    static boolean isNamedBy(PersistentVolume volume, PersistentVolumeClaim claim) {
        var reference = volume.spec().claimRef();
        return volume.spec().hasClaimRef()
                && reference.name().equals(claim.name())
                && reference.namespace().equals(claim.namespace())
                && (reference.uid().isEmpty() || reference.uid().equals(claim.uid()));
    }

    private static boolean isSuitable(PersistentVolume volume, PersistentVolumeClaim claim) {
        return capacity(volume).compareTo(requested(claim)) >= 0
                && mode(volume.spec().volumeMode()).equals(mode(claim.spec().volumeMode()))
                && new HashSet<>(volume.spec().accessModes())
                        .containsAll(claim.spec().accessModes());
    }

    private static String mode(String text) {
        return text.isEmpty() ? FILES : text;
    }

    private static Quantity capacity(PersistentVolume volume) {
        return volume.spec().capacity().getOrDefault(STORAGE, Quantity.ZERO);
    }

    private static Quantity requested(PersistentVolumeClaim claim) {
        return claim.spec().resources().requests().getOrDefault(STORAGE, Quantity.ZERO);
    }
}
