package dev.jibe.controllers.devicetaints;

import dev.jibe.client.cache.Fence;
import dev.jibe.client.cache.Informer;
import dev.jibe.client.cache.Key;
import dev.jibe.client.devices.RuledDevices;
import dev.jibe.client.events.EventRecorder;
import dev.jibe.client.queue.Outcome;
import dev.jibe.controllers.Surroundings;
import dev.jibe.controllers.pods.PodEviction;
import dev.jibe.object.api.resource.v1.ResourceClaim;
import dev.jibe.object.api.resource.v1.ResourceSlice;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.runtime.Clock;
import java.util.List;
import java.util.Optional;

/** The shell of the controller of device taints: one key a claim. */
public final class DeviceTaintController {
    private final Informer<ResourceClaim> claimCache;
    private final Informer<ResourceSlice> sliceCache;
    private final Informer<Pod> podCache;
    private final PodEviction eviction;
    private final EventRecorder events;
    private final Clock clock;
    private final Optional<RuleStatus> rules;

    private DeviceTaintController(Surroundings surroundings, Optional<RuleStatus> rules) {
        this.rules = rules;
        claimCache = surroundings.informer(ResourceClaim.KIND);
        sliceCache = surroundings.informer(ResourceSlice.KIND);
        podCache = surroundings.informer(Pod.KIND);
        eviction = new PodEviction(surroundings);
        events = surroundings.events("device-taint-eviction-controller");
        clock = surroundings.clock();
    }

    /**
     * Starts it.
     *
     * @param ruled whether administrators put taints on devices, besides their drivers
     */
    public static void start(Surroundings surroundings, boolean ruled) {
        var rules = ruled ? Optional.of(RuleStatus.start(surroundings)) : Optional.<RuleStatus>empty();
        var shell = new DeviceTaintController(surroundings, rules);
        var triggers = surroundings
                .controller("device-taint-eviction")
                .on(shell.claimCache)
                .mapped(shell.sliceCache, shell::users)
                .reads(shell.podCache);
        rules.ifPresent(it -> triggers.mapped(it.rules(), rule -> shell.allocated()));
        surroundings.running(triggers.start(shell::reconcile));
    }

    private List<Key> allocated() {
        return claimCache.cache().all().stream()
                .filter(claim -> claim.status().hasAllocation())
                .map(Key::of)
                .toList();
    }

    /** What drivers and administrators say of devices. */
    private List<ResourceSlice> slices() {
        var slices = List.copyOf(sliceCache.cache().all());
        var known = rules.map(RuleStatus::trees).orElse(List.of());
        return known.isEmpty()
                ? slices
                : slices.stream()
                        .map(slice -> new ResourceSlice(RuledDevices.apply(slice.tree(), known)))
                        .toList();
    }

    /** The claims that have a device of the slice. */
    private List<Key> users(ResourceSlice slice) {
        return claimCache.cache().all().stream()
                .filter(claim -> claim.status().allocation().devices().results().stream()
                        .anyMatch(result -> result.driver().equals(slice.spec().driver())
                                && result.pool().equals(slice.spec().pool().name())))
                .map(Key::of)
                .toList();
    }

    private Outcome reconcile(Key key, Fence fence) {
        var claim = claimCache.cache().get(key);
        if (claim.isEmpty() || !claim.get().status().hasAllocation()) {
            return Outcome.DONE;
        }
        var plan = DeviceTaintPlan.of(new DeviceTaintPlan.Observed(
                claim.get(), slices(), name -> podCache.cache().get(key.namespace(), name), clock.now()));
        for (var pod : plan.evicted()) {
            rules.ifPresent(it -> it.left(claim.get(), clock.now()));
            events.normal(pod, "DeviceTaintManagerEviction", "Marking for deletion");
            eviction.evict(
                    pod.namespace(),
                    pod.name(),
                    pod.uid(),
                    "DeletionByDeviceTaintManager",
                    "Device Taint manager: deleting due to NoExecute taint",
                    fence);
        }
        return plan.recheck().map(Outcome::again).orElse(Outcome.DONE);
    }
}
