package dev.jibe.controllers.ephemeralvolume;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Resource;
import dev.jibe.client.cache.Fence;
import dev.jibe.client.cache.Informer;
import dev.jibe.client.cache.Key;
import dev.jibe.client.events.EventRecorder;
import dev.jibe.client.queue.Controller;
import dev.jibe.client.queue.Outcome;
import dev.jibe.controllers.Surroundings;
import dev.jibe.object.api.v1.PersistentVolumeClaim;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.runtime.metrics.Counter;
import java.util.HashMap;
import java.util.List;

/** The shell of the ephemeral volume controller; its keys are pods. */
public final class EphemeralVolumeController {
    private final Resource<PersistentVolumeClaim> claims;
    private final Informer<Pod> podCache;
    private final Informer<PersistentVolumeClaim> claimCache;
    private final EventRecorder events;
    private final Counter attempts;
    private final Counter failures;

    private EphemeralVolumeController(Surroundings surroundings) {
        claims = surroundings.client().of(PersistentVolumeClaim.KIND);
        podCache = surroundings.informer(Pod.KIND);
        claimCache = surroundings.informer(PersistentVolumeClaim.KIND);
        events = surroundings.events("ephemeral_volume");
        attempts = surroundings
                .metrics()
                .counter(
                        "ephemeral_volume_controller_create_total",
                        "[ALPHA] Number of PersistentVolumeClaim creation requests");
        failures = surroundings
                .metrics()
                .counter(
                        "ephemeral_volume_controller_create_failures_total",
                        "[ALPHA] Number of PersistentVolumeClaim creation requests that failed");
    }

    public static Controller start(Surroundings surroundings) {
        var shell = new EphemeralVolumeController(surroundings);
        return surroundings.running(surroundings
                .controller("ephemeral_volume")
                .mapped(shell.podCache, EphemeralVolumeController::concerns)
                .ownerOf(shell.claimCache, Pod.KIND)
                .start(shell::reconcile));
    }

    private static List<Key> concerns(Pod pod) {
        return pod.spec().volumes().stream().anyMatch(it -> it.hasEphemeral()) ? List.of(Key.of(pod)) : List.of();
    }

    private Outcome reconcile(Key key, Fence fence) {
        podCache.cache().get(key).filter(pod -> !concerns(pod).isEmpty()).ifPresent(pod -> {
            var there = new HashMap<String, PersistentVolumeClaim>();
            claimCache.cache().inNamespace(pod.namespace()).forEach(claim -> there.put(claim.name(), claim));
            var plan = EphemeralVolumePlan.of(pod, there);
            plan.missing().forEach(wanted -> create(pod, wanted, fence));
            plan.taken().ifPresent(wanted -> {
                var why = "PVC " + Key.of(wanted.claim()) + " was not created for pod " + key + " (pod is not owner)";
                tell(pod, wanted.volume(), why);
            });
        });
        return Outcome.DONE;
    }

    private void tell(Pod pod, String volume, String why) {
        events.warning(pod, "FailedBinding", "ephemeral volume " + volume + ": " + why);
    }

    private void create(Pod pod, EphemeralVolumePlan.Wanted wanted, Fence fence) {
        var claim = wanted.claim();
        attempts.increment();
        try {
            fence.wrote(claimCache, claims.create(claim));
        } catch (ApiFailure failure) {
            failures.increment();
            if (failure.isAlreadyExists() || failure.isNamespaceTerminating()) {
                return;
            }
            tell(pod, wanted.volume(), "create PVC " + claim.name() + ": " + failure.getMessage());
            throw failure;
        }
    }
}
