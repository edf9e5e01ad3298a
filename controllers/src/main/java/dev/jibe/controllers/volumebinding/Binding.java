package dev.jibe.controllers.volumebinding;

import dev.jibe.client.events.EventRecorder;
import dev.jibe.controllers.volumebinding.Action.UpdateClaim;
import dev.jibe.controllers.volumebinding.Action.UpdateClaimStatus;
import dev.jibe.controllers.volumebinding.Action.UpdateVolume;
import dev.jibe.controllers.volumebinding.Action.UpdateVolumeStatus;
import dev.jibe.object.api.v1.ObjectReference;
import dev.jibe.object.api.v1.PersistentVolume;
import dev.jibe.object.api.v1.PersistentVolumeClaim;
import dev.jibe.object.api.v1.PersistentVolumeClaimStatus;
import dev.jibe.object.api.v1.PersistentVolumeStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The four writes that bind a claim to a volume. Each pass does the next one that is missing, so that a crash between two
 * of them does no harm: the volume names the claim first, and from then on nobody else can have it.
 */
final class Binding {
    static final String BOUND_BY_CONTROLLER = "pv.kubernetes.io/bound-by-controller";
    static final String BIND_COMPLETED = "pv.kubernetes.io/bind-completed";
    static final String BOUND = "Bound";

    private static final String YES = "yes";

    /** On a volume whose file system has not grown with it yet. */
    private static final String SIZE_BEFORE = "volume.alpha.kubernetes.io/pre-resize-capacity";

    private Binding() {}

    /** The next write; none if all are done. */
    static List<Action> next(PersistentVolume volume, PersistentVolumeClaim claim, Instant now) {
        if (!volume.spec().claimRef().uid().equals(claim.uid())) {
            return List.of(new UpdateVolume(claimed(volume, claim)));
        }
        if (!volume.status().phase().equals(BOUND)) {
            return List.of(new UpdateVolumeStatus(withPhase(volume, BOUND, "", now)));
        }
        boolean isNamed = claim.spec().volumeName().equals(volume.name());
        if (!isNamed || !claim.annotations().containsKey(BIND_COMPLETED)) {
            var annotations = claim.metadata().annotationsTree().with(BIND_COMPLETED, YES);
            annotations = isNamed ? annotations : annotations.with(BOUND_BY_CONTROLLER, YES);
            return List.of(new UpdateClaim(claim.withMetadata(claim.metadata().withAnnotationsTree(annotations))
                    .withSpec(claim.spec().withVolumeName(volume.name()))));
        }
        var status =
                claim.status().withPhase(BOUND).withAccessModes(volume.spec().accessModes());
        status = claim.status().phase().equals(BOUND) ? status : promised(status, volume);
        return status.equals(claim.status()) ? List.of() : List.of(new UpdateClaimStatus(claim.withStatus(status)));
    }

    /** What a claim learns of its volume only when it is bound: later a driver may know better. */
    private static PersistentVolumeClaimStatus promised(PersistentVolumeClaimStatus status, PersistentVolume volume) {
        var before = Optional.ofNullable(volume.annotations().get(SIZE_BEFORE));
        var capacity = before.map(it -> status.capacityTree().with("storage", it))
                .orElse(volume.spec().capacityTree());
        var sized = status.withCapacityTree(capacity);
        return volume.spec().hasVolumeAttributesClassName()
                ? sized.withCurrentVolumeAttributesClassName(volume.spec().volumeAttributesClassName())
                : sized.withoutCurrentVolumeAttributesClassName();
    }

    private static PersistentVolume claimed(PersistentVolume volume, PersistentVolumeClaim claim) {
        ObjectReference reference = EventRecorder.reference(claim);
        var result = volume.withSpec(volume.spec().withClaimRef(reference));
        if (volume.spec().hasClaimRef()) {
            return result;
        }
        var annotations = volume.metadata().annotationsTree().with(BOUND_BY_CONTROLLER, YES);
        return result.withMetadata(result.metadata().withAnnotationsTree(annotations));
    }

    static PersistentVolume withPhase(PersistentVolume volume, String phase, String message, Instant now) {
        var status = PersistentVolumeStatus.EMPTY.withPhase(phase);
        status = message.isEmpty() ? status : status.withMessage(message);
        boolean isSame =
                volume.status().phase().equals(phase) && volume.status().hasLastPhaseTransitionTime();
        return volume.withStatus(
                status.withLastPhaseTransitionTime(isSame ? volume.status().lastPhaseTransitionTime() : now));
    }
}
