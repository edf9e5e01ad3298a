package dev.jibe.controllers.expansion;

import dev.jibe.client.cache.Fence;
import dev.jibe.client.cache.Informer;
import dev.jibe.client.cache.Key;
import dev.jibe.client.events.EventRecorder;
import dev.jibe.client.queue.Outcome;
import dev.jibe.controllers.Surroundings;
import dev.jibe.object.api.v1.PersistentVolume;
import dev.jibe.object.api.v1.PersistentVolumeClaim;

/** The shell of the controller of growing claims. */
public final class ExpansionController {
    private final Informer<PersistentVolumeClaim> claimCache;
    private final Informer<PersistentVolume> volumeCache;
    private final EventRecorder events;

    private ExpansionController(Surroundings surroundings) {
        claimCache = surroundings.informer(PersistentVolumeClaim.KIND);
        volumeCache = surroundings.informer(PersistentVolume.KIND);
        events = surroundings.events("volume_expand");
    }

    public static void start(Surroundings surroundings) {
        var shell = new ExpansionController(surroundings);
        surroundings.running(surroundings
                .controller("volume_expand")
                .on(shell.claimCache)
                .reads(shell.volumeCache)
                .start(shell::reconcile));
    }

    private Outcome reconcile(Key key, Fence fence) {
        claimCache.cache().get(key).ifPresent(claim -> {
            var volume = volumeCache.cache().get("", claim.spec().volumeName());
            if (ExpansionPlan.isDue(claim, volume)) {
                events.normal(claim, "ExternalExpanding", "waiting for an external controller to expand this PVC");
            }
        });
        return Outcome.DONE;
    }
}
