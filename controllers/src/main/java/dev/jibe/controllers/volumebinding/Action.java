package dev.jibe.controllers.volumebinding;

import dev.jibe.object.api.v1.PersistentVolume;
import dev.jibe.object.api.v1.PersistentVolumeClaim;
import dev.jibe.object.view.ApiObject;

/** Everything the volume binder can do to the world. Each write is of the version that was looked at. */
sealed interface Action {

    record UpdateVolume(PersistentVolume volume) implements Action {}

    record UpdateVolumeStatus(PersistentVolume volume) implements Action {}

    record UpdateClaim(PersistentVolumeClaim claim) implements Action {}

    record UpdateClaimStatus(PersistentVolumeClaim claim) implements Action {}

    /** Write an event about the claim or the volume. */
    record Tell(ApiObject about, String type, String reason, String message) implements Action {}
}
