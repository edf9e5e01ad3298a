package dev.jibe.controllers.expansion;

import dev.jibe.object.api.v1.PersistentVolume;
import dev.jibe.object.api.v1.PersistentVolumeClaim;
import dev.jibe.object.quantity.Quantity;
import java.util.Optional;

/** Whether a claim waits for somebody to make its volume larger. */
final class ExpansionPlan {
    private static final String STORAGE = "storage";

    private ExpansionPlan() {}

    static boolean isDue(PersistentVolumeClaim claim, Optional<PersistentVolume> volume) {
        var asked = claim.spec().resources().requests().getOrDefault(STORAGE, Quantity.ZERO);
        var given = claim.status().capacity().getOrDefault(STORAGE, Quantity.ZERO);
        return claim.status().phase().equals("Bound") && asked.compareTo(given) > 0 && volume.isPresent();
    }
}
