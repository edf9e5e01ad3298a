package dev.jibe.scheduler.bind;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Client;
import dev.jibe.client.Resource;
import dev.jibe.client.cache.Fence;
import dev.jibe.client.cache.Informer;
import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.resource.v1.ResourceClaim;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.scheduler.SchedulerException;
import dev.jibe.scheduler.devices.DevicePlan;

/** Writes into the claims of a pod what they are given, and that the pod uses them, before the pod gets its node. */
public final class DeviceBinder {
    private static final int ATTEMPTS = 10;
    private static final String FINALIZER = "resource.kubernetes.io/delete-protection";

    private final Resource<ResourceClaim> claims;
    private final Informer<ResourceClaim> known;

    public DeviceBinder(Client client, Informer<ResourceClaim> known) {
        this.claims = client.of(ResourceClaim.KIND);
        this.known = known;
    }

    /** Returns when what was written is known, so that nobody else is given the same devices. */
    public void bind(Pod pod, DevicePlan plan) {
        var fence = new Fence();
        try {
            for (var step : plan.steps()) {
                fence.wrote(known, write(pod, step));
            }
            fence.await();
        } catch (ApiFailure failure) {
            throw new SchedulerException("binding resource claims: " + failure.getMessage());
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes away what a claim was given that nobody uses. */
    public void free(JsonMap claim) {
        var status = claim.map("status").without("allocation").without("reservedFor");
        claims.updateStatus(ResourceClaim.KIND.of(claim.with("status", status)));
    }

    /** Who only joins a claim may find that others have joined it meanwhile, and then looks at it again. */
    private ResourceClaim write(Pod pod, DevicePlan.Step step) {
        var claim = ResourceClaim.KIND.of(step.claim());
        for (int attempt = 1; ; attempt++) {
            try {
                return write(pod, claim, step.allocation());
            } catch (ApiFailure failure) {
                if (!failure.isConflict() || !step.allocation().isEmpty() || attempt == ATTEMPTS) {
                    throw failure;
                }
                claim = claims.get(claim.namespace(), claim.name());
                if (!claim.uid().equals(step.uid()) || !claim.status().hasAllocation()) {
                    throw failure;
                }
            }
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
        status = gets ? status.with("allocation", allocation) : status;
        var consumer = JsonMap.of("resource", "pods", "name", pod.name(), "uid", pod.uid());
        var consumers = status.list("reservedFor");
        status = status.with("reservedFor", consumers.isEmpty() ? JsonList.of(consumer) : consumers.with(consumer));
        return claims.updateStatus(ResourceClaim.KIND.of(claim.tree().with("status", status)));
    }
}
