package dev.jibe.controllers.resourceclaim;

import dev.jibe.controllers.ownership.Owners;
import dev.jibe.controllers.pods.PodState;
import dev.jibe.object.api.resource.v1.ResourceClaim;
import dev.jibe.object.api.resource.v1.ResourceClaimConsumerReference;
import dev.jibe.object.api.v1.Pod;
import java.util.Optional;
import java.util.function.Function;

/**
 * What becomes of one claim, decided from what was read and nothing else.
 *
 * @param status the claim with the status that it should have
 * @param isReleased whether it may lose its finalizer
 * @param isOver whether the pod that it was made for is done with it
 */
record ClaimPlan(Optional<ResourceClaim> status, boolean isReleased, boolean isOver) {
    static final String FINALIZER = "resource.kubernetes.io/delete-protection";

    /** @param pods the pod of a name in the claim's namespace */
    static ClaimPlan of(ResourceClaim claim, Function<String, Optional<Pod>> pods) {
        var consumers = claim.status().reservedFor();
        var valid = consumers.stream().filter(it -> isUsed(it, pods)).toList();
        var status = claim.status();
        if (valid.isEmpty()) {
            status = status.withoutReservedFor();
            boolean mayFree = !consumers.isEmpty() || claim.isTerminating();
            status = mayFree ? status.withoutAllocation() : status;
        } else {
            status = status.withReservedFor(valid);
        }
        boolean isChanged = valid.size() < consumers.size()
                || status.hasAllocation() != claim.status().hasAllocation();
        boolean isReleased = claim.metadata().finalizers().contains(FINALIZER)
                && !status.hasAllocation()
                && valid.isEmpty()
                && (claim.isTerminating() || isChanged);
        boolean isOver = valid.isEmpty()
                && !claim.isTerminating()
                && Owners.controllerOf(claim)
                        .filter(owner -> owner.kind().equals("Pod"))
                        .filter(owner -> pods.apply(owner.name())
                                .filter(pod -> pod.uid().equals(owner.uid()) && !PodState.isFinished(pod))
                                .isEmpty())
                        .isPresent();
        return new ClaimPlan(isChanged ? Optional.of(claim.withStatus(status)) : Optional.empty(), isReleased, isOver);
    }

    /** Others than pods are for others to look after. */
    private static boolean isUsed(ResourceClaimConsumerReference consumer, Function<String, Optional<Pod>> pods) {
        if (!consumer.apiGroup().isEmpty() || !consumer.resource().equals("pods")) {
            return true;
        }
        return pods.apply(consumer.name())
                .filter(pod -> pod.uid().equals(consumer.uid()))
                .filter(pod -> !PodState.isFinished(pod)
                        && !(pod.isTerminating() && !pod.spec().hasNodeName()))
                .isPresent();
    }
}
