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
        return new VolumePlan(chosen.isEmpty() ? List.of() : unbind(volume));
    }

    /** The claim has another volume: this one goes back to whom it was before. */
    private static List<Action> unbind(PersistentVolume volume) {
        if (!volume.annotations().containsKey(Binding.BOUND_BY_CONTROLLER)) {
            var holder = volume.spec().claimRef().withoutUid().withoutResourceVersion();
            return List.of(new UpdateVolume(volume.withSpec(volume.spec().withClaimRef(holder))));
        }
        var annotations = volume.metadata().annotationsTree().without(Binding.BOUND_BY_CONTROLLER);
        return List.of(new UpdateVolume(volume.withMetadata(volume.metadata().withAnnotationsTree(annotations))
                .withSpec(volume.spec().withoutClaimRef())));
    }

    private static List<Action> released(Observed observed) {
        var volume = observed.volume();
        var actions =
                new ArrayList<>(volume.status().phase().equals("Failed") ? List.of() : phase(observed, "Released", ""));
        var policy = volume.spec().persistentVolumeReclaimPolicy();
        boolean isOthers = volume.annotations().containsKey(PROVISIONED_BY)
                || volume.spec().hasCsi();
        if (actions.isEmpty() && !policy.equals("Retain") && !policy.isEmpty() && !isOthers) {
            var verb = policy.equals("Delete") ? "deletable" : "recyclable";
            var text = "error getting " + (policy.equals("Delete") ? "deleter" : "recycler")
                    + " volume plugin for volume \"" + volume.name() + "\": no " + verb + " volume plugin matched";
            var failed = phase(observed, "Failed", text);
            actions.addAll(failed);
            if (!failed.isEmpty()) {
                var reason = policy.equals("Delete") ? "VolumeFailedDelete" : "VolumeFailedRecycle";
                actions.add(new Tell(WARNING, reason, text));
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
