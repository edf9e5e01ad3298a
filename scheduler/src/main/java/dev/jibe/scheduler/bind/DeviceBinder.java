package dev.jibe.scheduler.bind;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Client;
import dev.jibe.client.Deletion;
import dev.jibe.client.Patch;
import dev.jibe.client.Resource;
import dev.jibe.client.cache.Fence;
import dev.jibe.client.cache.Informer;
import dev.jibe.client.cache.Key;
import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.resource.v1.ResourceClaim;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.protobuf.Times;
import dev.jibe.runtime.Clock;
import dev.jibe.runtime.logging.Log;
import dev.jibe.scheduler.SchedulerException;
import dev.jibe.scheduler.devices.DevicePlan;
import dev.jibe.scheduler.devices.ExtendedResources;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Writes into the claims of a pod what they are given, and that the pod uses them, before the pod gets its node; and
 * waits until the devices are ready for it.
 */
public final class DeviceBinder {
    private static final int ATTEMPTS = 10;
    private static final String FINALIZER = "resource.kubernetes.io/delete-protection";
    private static final Log LOG = Log.of(DeviceBinder.class);

    private final Resource<ResourceClaim> claims;
    private final Resource<Pod> pods;
    private final Informer<ResourceClaim> known;
    private final Clock clock;
    private final DeviceWait wait;

    /** Claims that were made for pods that are being bound, by the pods' uids. */
    private final ConcurrentHashMap<String, ResourceClaim> made = new ConcurrentHashMap<>();

    public DeviceBinder(Client client, Informer<ResourceClaim> known, Clock clock) {
        this.claims = client.of(ResourceClaim.KIND);
        this.pods = client.of(Pod.KIND);
        this.known = known;
        this.clock = clock;
        this.wait = new DeviceWait(known, clock);
    }

    /**
     * Returns when what was written is known, so that nobody else is given the same devices, and when the devices are
     * ready.
     *
     * @param patience how long that may take
     * @param watcher hears of what takes long
     */
    public void bind(Pod pod, DevicePlan plan, Duration patience, DeviceWatcher watcher) {
        var fence = new Fence();
        var written = new ArrayList<JsonMap>(plan.awaited());
        try {
            for (var step : plan.steps()) {
                var claim = fence.wrote(known, write(pod, step, watcher));
                written.add(claim.tree());
                if (step.isNew()) {
                    tell(pod, claim, step.mappings());
                }
            }
            fence.await();
            wait.until(written, patience, watcher);
        } catch (ApiFailure failure) {
            throw new SchedulerException("binding resource claims: " + failure.getMessage());
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    /** The pod has its node, or nobody knows: what was made for it stays. */
    public void settle(Pod pod) {
        made.remove(pod.uid());
    }

    /** Takes away what a claim was given that nobody uses. */
    public void free(JsonMap claim) {
        if (ExtendedResources.isOne(claim)) {
            remove(ResourceClaim.KIND.of(claim));
            return;
        }
        var status =
                claim.map("status").without("allocation").without("reservedFor").without("devices");
        claims.updateStatus(ResourceClaim.KIND.of(claim.with("status", status)));
    }

    /** Says of the claims of a pod that was not bound that it does not use them; those made for it go. */
    public void undo(Pod pod, DevicePlan plan) {
        var mine = new ArrayList<JsonMap>(plan.awaited());
        plan.steps().stream()
                .filter(step -> !step.isNew())
                .map(DevicePlan.Step::claim)
                .forEach(mine::add);
        for (var claim : mine) {
            quietly(() -> leave(pod, claim));
        }
        if (plan.steps().stream().anyMatch(DevicePlan.Step::isNew)) {
            var own = made.remove(pod.uid());
            if (own != null) {
                quietly(() -> remove(own));
            }
        }
    }

    /** What cannot be undone now is undone when the pod is tried again. */
    private static void quietly(Runnable action) {
        try {
            action.run();
        } catch (ApiFailure failure) {
            LOG.debug("cannot give devices back", "reason", failure.getMessage());
        }
    }

    private void leave(Pod pod, JsonMap planned) {
        var metadata = planned.map("metadata");
        var entry = JsonMap.of("$patch", "delete", "uid", pod.uid());
        var change = JsonMap.of(
                "metadata", JsonMap.of("uid", metadata.string("uid")),
                "status", JsonMap.of("reservedFor", JsonList.of(entry)));
        var current = known.cache().get(metadata.string("namespace"), metadata.string("name"));
        boolean isOurs = current.filter(it -> it.status().reservedFor().stream()
                        .anyMatch(consumer -> consumer.uid().equals(pod.uid())))
                .isPresent();
        if (isOurs) {
            claims.patchStatus(metadata.string("namespace"), metadata.string("name"), new Patch.Strategic(change));
        }
    }

    private void remove(ResourceClaim claim) {
        var change = JsonMap.of("uid", claim.uid(), "$deleteFromPrimitiveList/finalizers", JsonList.of(FINALIZER));
        claims.patch(claim.namespace(), claim.name(), new Patch.Strategic(JsonMap.of("metadata", change)));
        claims.delete(claim.namespace(), claim.name(), Deletion.ofUid(claim.uid()));
        var fence = new Fence();
        fence.deleted(known, Key.of(claim), claim.uid());
        try {
            fence.await();
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    /** Says in the pod's status which claim stands for its extended resources. */
    private void tell(Pod pod, ResourceClaim claim, JsonList mappings) {
        var extended = JsonMap.of("resourceClaimName", claim.name(), "requestMappings", mappings);
        var body = JsonMap.of(
                "metadata", JsonMap.of("uid", pod.uid()),
                "status", JsonMap.of("extendedResourceClaimStatus", extended));
        pods.patchStatus(pod.namespace(), pod.name(), new Patch.Merge(body));
    }

    /** Who only joins a claim may find that others have joined it meanwhile, and then looks at it again. */
    private ResourceClaim write(Pod pod, DevicePlan.Step step, DeviceWatcher watcher) {
        var claim = step.isNew() ? create(pod, step, watcher) : ResourceClaim.KIND.of(step.claim());
        var uid = claim.uid();
        for (int attempt = 1; ; attempt++) {
            try {
                return write(pod, claim, step.allocation());
            } catch (ApiFailure failure) {
                if (!failure.isConflict() || !step.allocation().isEmpty() || attempt == ATTEMPTS) {
                    throw failure;
                }
                claim = claims.get(claim.namespace(), claim.name());
                if (!claim.uid().equals(uid) || !claim.status().hasAllocation()) {
                    throw failure;
                }
            }
        }
    }

    private ResourceClaim create(Pod pod, DevicePlan.Step step, DeviceWatcher watcher) {
        boolean succeeded = false;
        try {
            var claim = claims.create(ResourceClaim.KIND.of(step.claim().withoutAt("metadata", "uid")));
            made.put(pod.uid(), claim);
            succeeded = true;
            return claim;
        } finally {
            watcher.created(succeeded);
        }
    }

    private ResourceClaim write(Pod pod, ResourceClaim before, JsonMap allocation) {
        boolean gets = !allocation.isEmpty();
        var claim = before;
        if (gets && !claim.metadata().finalizers().contains(FINALIZER)) {
            var finalizers = claim.tree().map("metadata").list("finalizers").with(FINALIZER);
            claim = claims.update(ResourceClaim.KIND.of(claim.tree().withAt(finalizers, "metadata", "finalizers")));
        }
        var status = claim.tree().map("status");
        if (gets) {
            status = status.with("allocation", allocation.with("allocationTimestamp", Times.seconds(clock.now())));
        }
        var consumer = JsonMap.of("resource", "pods", "name", pod.name(), "uid", pod.uid());
        var consumers = status.list("reservedFor");
        status = status.with("reservedFor", consumers.isEmpty() ? JsonList.of(consumer) : consumers.with(consumer));
        return claims.updateStatus(ResourceClaim.KIND.of(claim.tree().with("status", status)));
    }
}
