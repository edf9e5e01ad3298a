package dev.jibe.controllers.devicetaints;

import dev.jibe.controllers.pods.PodState;
import dev.jibe.object.api.resource.v1.DeviceRequestAllocationResult;
import dev.jibe.object.api.resource.v1.DeviceTaint;
import dev.jibe.object.api.resource.v1.DeviceToleration;
import dev.jibe.object.api.resource.v1.ResourceClaim;
import dev.jibe.object.api.resource.v1.ResourceClaimConsumerReference;
import dev.jibe.object.api.resource.v1.ResourceSlice;
import dev.jibe.object.api.v1.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Which pods have to leave the devices of one claim, decided from what was read and nothing else.
 *
 * @param recheck how long until the tolerance of a taint ends
 */
record DeviceTaintPlan(List<Pod> evicted, Optional<Duration> recheck) {
    private static final String NO_EXECUTE = "NoExecute";

    /** A claim, what drivers say of devices, and the pod of a name in the claim's namespace. */
    record Observed(
            ResourceClaim claim, List<ResourceSlice> slices, Function<String, Optional<Pod>> pods, Instant now) {}

    static DeviceTaintPlan of(Observed observed) {
        var leavesAt = leavesAt(observed.claim(), observed.slices(), observed.now());
        if (leavesAt.isEmpty()) {
            return new DeviceTaintPlan(List.of(), Optional.empty());
        }
        if (leavesAt.get().isAfter(observed.now())) {
            return new DeviceTaintPlan(List.of(), Optional.of(Duration.between(observed.now(), leavesAt.get())));
        }
        var pods = observed.claim().status().reservedFor().stream()
                .flatMap(consumer -> user(consumer, observed).stream())
                .toList();
        return new DeviceTaintPlan(pods, Optional.empty());
    }

    /** When whoever uses the devices of a claim has to leave; nothing if never. */
    static Optional<Instant> leavesAt(ResourceClaim claim, List<ResourceSlice> slices, Instant now) {
        return claim.status().allocation().devices().results().stream()
                .flatMap(result -> leavesAt(result, slices, now).stream())
                .min(Comparator.naturalOrder());
    }

    private static Optional<Pod> user(ResourceClaimConsumerReference consumer, Observed observed) {
        return consumer.resource().equals("pods")
                ? observed.pods()
                        .apply(consumer.name())
                        .filter(pod -> pod.uid().equals(consumer.uid()) && PodState.isActive(pod))
                : Optional.empty();
    }

    /** When whoever uses the device has to leave it; nothing if never. */
    private static Optional<Instant> leavesAt(
            DeviceRequestAllocationResult result, List<ResourceSlice> slices, Instant now) {
        return slices.stream()
                .filter(slice -> slice.spec().driver().equals(result.driver())
                        && slice.spec().pool().name().equals(result.pool()))
                .flatMap(slice -> slice.spec().devices().stream())
                .filter(device -> device.name().equals(result.device()))
                .flatMap(device -> device.taints().stream())
                .filter(taint -> taint.effect().equals(NO_EXECUTE))
                .flatMap(taint -> endOfTolerance(taint, result.tolerations(), now).stream())
                .min(Comparator.naturalOrder());
    }

    private static Optional<Instant> endOfTolerance(
            DeviceTaint taint, List<DeviceToleration> tolerations, Instant now) {
        var since = taint.hasTimeAdded() ? taint.timeAdded() : now;
        var matching = tolerations.stream()
                .filter(toleration -> tolerates(toleration, taint))
                .toList();
        if (matching.isEmpty()) {
            return Optional.of(since);
        }
        // One that tolerates it for ever is enough.
        return matching.stream().allMatch(DeviceToleration::hasTolerationSeconds)
                ? matching.stream()
                        .map(it -> since.plusSeconds(Math.max(it.tolerationSeconds(), 0)))
                        .min(Comparator.naturalOrder())
                : Optional.empty();
    }

    private static boolean tolerates(DeviceToleration toleration, DeviceTaint taint) {
        boolean isForEffect =
                toleration.effect().isEmpty() || toleration.effect().equals(taint.effect());
        boolean isForKey = toleration.key().isEmpty()
                ? toleration.operator().equals("Exists")
                : toleration.key().equals(taint.key());
        boolean isForValue =
                toleration.operator().equals("Exists") || toleration.value().equals(taint.value());
        return isForEffect && isForKey && isForValue;
    }
}
