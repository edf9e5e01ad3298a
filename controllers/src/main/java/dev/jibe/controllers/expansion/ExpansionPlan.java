package dev.jibe.controllers.expansion;

import static dev.jibe.client.events.EventRecorder.NORMAL;
import static dev.jibe.client.events.EventRecorder.WARNING;

import dev.jibe.object.api.v1.PersistentVolume;
import dev.jibe.object.api.v1.PersistentVolumeClaim;
import dev.jibe.object.quantity.Quantity;
import java.util.Optional;

/** What is to be said about a claim that wants to grow. */
record ExpansionPlan(String type, String message) {
    static final String REASON = "ExternalExpanding";

    private static final String STORAGE = "storage";

    /** Nothing if the claim has what it asks for. */
    static Optional<ExpansionPlan> of(PersistentVolumeClaim claim, Optional<PersistentVolume> volume) {
        var asked = claim.spec().resources().requests().getOrDefault(STORAGE, Quantity.ZERO);
        var given = claim.status().capacity().getOrDefault(STORAGE, Quantity.ZERO);
        if (!claim.status().phase().equals("Bound") || asked.compareTo(given) <= 0 || volume.isEmpty()) {
            return Optional.empty();
        }
        var text = "Ignoring the PVC: didn't find a plugin capable of expanding the volume; "
                + "waiting for an external controller to process this PVC.";
        return Optional.of(new ExpansionPlan(volume.get().spec().hasCsi() ? NORMAL : WARNING, text));
    }
}
