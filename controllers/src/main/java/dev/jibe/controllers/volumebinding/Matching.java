package dev.jibe.controllers.volumebinding;

import dev.jibe.object.api.v1.PersistentVolume;
import dev.jibe.object.api.v1.PersistentVolumeClaim;
import dev.jibe.object.quantity.Quantity;
import dev.jibe.object.selector.LabelSelector;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * Which volume serves a claim: of those with the fewest ways of access that suffice one that waits for the claim, or else the
 * smallest that is large enough.
 */
final class Matching {
    private static final String STORAGE = "storage";
    private static final String FILES = "Filesystem";

    /** Where classes were named before there was a field for them; it still wins. */
    private static final String OLD_CLASS = "volume.beta.kubernetes.io/storage-class";

    private Matching() {}

    /** @param mayTakeAny whether a volume that nobody has named may be taken, or only one that waits for the claim */
    static Optional<PersistentVolume> of(
            PersistentVolumeClaim claim, List<PersistentVolume> volumes, boolean mayTakeAny) {
        var selector = LabelSelector.of(claim.spec().selector().tree());
        return volumes.stream()
                .filter(volume -> isSuitable(volume, claim)
                        && (isNamedBy(volume, claim)
                                || (mayTakeAny
                                        && !volume.spec().hasClaimRef()
                                        && volume.status().phase().equals("Available")
                                        && className(volume).equals(className(claim))
                                        && selector.matches(volume.metadata().labelsTree()))))
                .min(Comparator.comparingInt((PersistentVolume volume) ->
                                new HashSet<>(volume.spec().accessModes()).size())
                        .thenComparing(volume -> !isNamedBy(volume, claim))
                        .thenComparing(Matching::capacity)
                        .thenComparing(PersistentVolume::name));
    }

    /** Whether the volume says that it is for this claim. */
    static boolean isNamedBy(PersistentVolume volume, PersistentVolumeClaim claim) {
        var reference = volume.spec().claimRef();
        return volume.spec().hasClaimRef()
                && reference.name().equals(claim.name())
                && reference.namespace().equals(claim.namespace())
                && (reference.uid().isEmpty() || reference.uid().equals(claim.uid()));
    }

    /** Why a volume that a claim asks for by its name cannot serve it. */
    static Optional<String> mismatch(PersistentVolume volume, PersistentVolumeClaim claim) {
        if (volume.isTerminating()) {
            return Optional.of("the volume is marked for deletion \"" + volume.name() + "\"");
        }
        if (capacity(volume).compareTo(requested(claim)) < 0) {
            return Optional.of("requested PV is too small");
        }
        if (!className(volume).equals(className(claim))) {
            return Optional.of("storageClassName does not match");
        }
        if (!isOfSameAttributes(volume, claim)) {
            return Optional.of("volumeAttributesClassName does not match");
        }
        if (!isOfSameMode(volume, claim)) {
            return Optional.of("incompatible volumeMode");
        }
        return isAccessible(volume, claim) ? Optional.empty() : Optional.of("incompatible accessMode");
    }

    private static boolean isSuitable(PersistentVolume volume, PersistentVolumeClaim claim) {
        return capacity(volume).compareTo(requested(claim)) >= 0
                && isOfSameMode(volume, claim)
                && isOfSameAttributes(volume, claim)
                && !volume.isTerminating()
                && isAccessible(volume, claim);
    }

    /** Whether both are file systems, or both devices. */
    static boolean isOfSameMode(PersistentVolume volume, PersistentVolumeClaim claim) {
        return mode(volume.spec().volumeMode()).equals(mode(claim.spec().volumeMode()));
    }

    /** Whether the claim says of which class it is to be, be it of none. */
    static boolean hasClass(PersistentVolumeClaim claim) {
        return claim.annotations().containsKey(OLD_CLASS) || claim.spec().hasStorageClassName();
    }

    static String className(PersistentVolumeClaim claim) {
        return claim.annotations().getOrDefault(OLD_CLASS, claim.spec().storageClassName());
    }

    private static String className(PersistentVolume volume) {
        return volume.annotations().getOrDefault(OLD_CLASS, volume.spec().storageClassName());
    }

    private static boolean isOfSameAttributes(PersistentVolume volume, PersistentVolumeClaim claim) {
        return volume.spec().volumeAttributesClassName().equals(claim.spec().volumeAttributesClassName());
    }

    private static boolean isAccessible(PersistentVolume volume, PersistentVolumeClaim claim) {
        return new HashSet<>(volume.spec().accessModes())
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
