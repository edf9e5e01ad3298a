package dev.jibe.controllers.volumebinding;

import static dev.jibe.client.events.EventRecorder.WARNING;

import dev.jibe.controllers.volumebinding.Action.Tell;
import dev.jibe.controllers.volumebinding.Action.UpdateVolume;
import dev.jibe.controllers.volumebinding.Action.UpdateVolumeStatus;
import dev.jibe.object.api.v1.PersistentVolume;
import dev.jibe.object.api.v1.PersistentVolumeClaim;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What one volume needs next, decided from what was read and nothing else. */
record VolumePlan(List<Action> actions) {
    private static final String PROVISIONED_BY = "pv.kubernetes.io/provisioned-by";

    private static final String MIGRATED = "pv.kubernetes.io/migrated-to";
    private static final String DELETE = "Delete";

    VolumePlan {
        actions = List.copyOf(actions);
    }

    /** @param claim the claim of the name that the volume gives, whatever its uid */
    record Observed(PersistentVolume volume, Optional<PersistentVolumeClaim> claim, Instant now) {}

    static VolumePlan of(Observed observed) {
        var volume = observed.volume();
        var holder = volume.spec().claimRef();
        if (!volume.spec().hasClaimRef() || holder.uid().isEmpty()) {
            return new VolumePlan(phase(observed, "Available", ""));
        }
        var claim = observed.claim().filter(it -> it.uid().equals(holder.uid()));
        if (claim.isEmpty()) {
            return new VolumePlan(released(observed));
        }
        var chosen = claim.get().spec().volumeName();
        if (chosen.equals(volume.name())) {
            return new VolumePlan(phase(observed, Binding.BOUND, ""));
        }
        if (chosen.isEmpty()) {
            return new VolumePlan(
                    Matching.isOfSameMode(volume, claim.get()) ? List.of() : incompatible(volume, claim.get()));
        }
        boolean isNeeded = !volume.annotations().containsKey(PROVISIONED_BY)
                || !volume.spec().persistentVolumeReclaimPolicy().equals(DELETE);
        return new VolumePlan(isNeeded ? unbind(volume) : released(observed));
    }

    /** The claim will not take this volume, because it is a file system and the other one a device. */
    private static List<Action> incompatible(PersistentVolume volume, PersistentVolumeClaim claim) {
        var aboutVolume = "Cannot bind PersistentVolume to requested PersistentVolumeClaim \"" + claim.name()
                + "\" due to incompatible volumeMode.";
        var aboutClaim = "Cannot bind PersistentVolume \"" + volume.name()
                + "\" to requested PersistentVolumeClaim due to incompatible volumeMode.";
        return List.of(
                new Tell(volume, WARNING, "VolumeMismatch", aboutVolume),
                new Tell(claim, WARNING, "VolumeMismatch", aboutClaim));
    }

    /** The claim has another volume: this one goes back to whom it was before. */
    private static List<Action> unbind(PersistentVolume volume) {
        if (!volume.annotations().containsKey(Binding.BOUND_BY_CONTROLLER)) {
            var holder = volume.spec().claimRef().withoutUid();
            return List.of(new UpdateVolume(volume.withSpec(volume.spec().withClaimRef(holder))));
        }
        var annotations = volume.metadata().annotationsTree().without(Binding.BOUND_BY_CONTROLLER);
        var metadata = annotations.isEmpty()
                ? volume.metadata().withoutAnnotations()
                : volume.metadata().withAnnotationsTree(annotations);
        return List.of(new UpdateVolume(
                volume.withMetadata(metadata).withSpec(volume.spec().withoutClaimRef())));
    }

    private static List<Action> released(Observed observed) {
        var volume = observed.volume();
        var actions =
                new ArrayList<>(volume.status().phase().equals("Failed") ? List.of() : phase(observed, "Released", ""));
        var policy = volume.spec().persistentVolumeReclaimPolicy();
        boolean isOthers = volume.annotations().containsKey(PROVISIONED_BY)
                || volume.annotations().containsKey(MIGRATED)
                || volume.spec().hasCsi();
        if (actions.isEmpty() && !policy.equals("Retain") && !policy.isEmpty() && !isOthers) {
            var verb = policy.equals(DELETE) ? "deletable" : "recyclable";
            var text = "error getting " + (policy.equals(DELETE) ? "deleter" : "recycler")
                    + " volume plugin for volume \"" + volume.name() + "\": no " + verb + " volume plugin matched";
            var failed = phase(observed, "Failed", text);
            actions.addAll(failed);
            if (!failed.isEmpty()) {
                var reason = policy.equals(DELETE) ? "VolumeFailedDelete" : "VolumeFailedRecycle";
                actions.add(new Tell(volume, WARNING, reason, text));
            }
        }
        return actions;
    }

    private static List<Action> phase(Observed observed, String phase, String message) {
        var status = observed.volume().status();
        return status.phase().equals(phase) && status.message().equals(message)
                ? List.of()
                : List.of(new UpdateVolumeStatus(Binding.withPhase(observed.volume(), phase, message, observed.now())));
    }
}
