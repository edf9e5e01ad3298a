package dev.jibe.controllers.devicetaints;

import dev.jibe.client.devices.RuledDevices;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.resource.v1.ResourceClaim;
import dev.jibe.object.api.resource.v1.ResourceSlice;
import dev.jibe.object.api.resource.v1beta2.DeviceTaintRule;
import dev.jibe.object.api.v1.Pod;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;

/** What the status of a rule says about the pods that have to leave because of it. */
final class RuleStatusPlan {

    static final String CONDITION = "EvictionInProgress";

    /**
     * What there is to see.
     *
     * @param pending pods that have to leave because of the rule, or would if its effect were to drive them out
     * @param evicted how many have left because of it since the controller was started
     */
    record Observed(
            DeviceTaintRule rule,
            Collection<ResourceSlice> slices,
            Collection<ResourceClaim> claims,
            List<Pod> pending,
            int evicted) {}

    private RuleStatusPlan() {}

    /** The condition, without the time since which it holds. */
    static JsonMap of(Observed observed) {
        var rule = observed.rule();
        int pods = observed.pending().size();
        var namespaces = new HashSet<String>();
        observed.pending().forEach(pod -> namespaces.add(pod.namespace()));
        var where = many(namespaces.size(), "namespace", "different namespaces");
        var status = "False";
        String reason;
        var message = "";
        switch (rule.spec().taint().effect()) {
            case "NoExecute" -> {
                reason = observed.evicted() > 0 ? "Completed" : "NotStarted";
                if (pods > 0) {
                    status = "True";
                    reason = "PodsPendingEviction";
                    message = many(pods, "pod needs", "pods need") + " to be evicted in " + where + ".";
                }
            }
            case "None" -> {
                reason = "NoEffect";
                message = many(published(observed), "published device", "published devices") + " selected. "
                        + many(allocated(observed), "allocated device", "allocated devices") + " selected. "
                        + many(pods, "pod", "pods") + " would be evicted in " + where
                        + " if the effect was NoExecute. This information will not be updated again. Recreate the"
                        + " DeviceTaintRule to trigger an update.";
            }
            default -> {
                reason = "OtherEffect";
                message = "Eviction only happens for the NoExecute effect.";
            }
        }
        if (observed.evicted() > 0) {
            message += (message.isEmpty() ? "" : " ") + many(observed.evicted(), "pod", "pods")
                    + " evicted since starting the controller.";
        }
        return JsonMap.of(
                "type", CONDITION,
                "status", status,
                "reason", reason,
                "message", message,
                "observedGeneration", rule.metadata().generation());
    }

    private static String many(int count, String one, String several) {
        return count + " " + (count == 1 ? one : several);
    }

    private static int published(Observed observed) {
        return (int) observed.slices().stream()
                .flatMap(slice -> slice.spec().devices().stream()
                        .filter(device -> RuledDevices.isAbout(
                                observed.rule().tree(),
                                slice.spec().driver(),
                                slice.spec().pool().name(),
                                device.name())))
                .count();
    }

    private static int allocated(Observed observed) {
        return (int) observed.claims().stream()
                .flatMap(claim -> claim.status().allocation().devices().results().stream())
                .filter(it -> RuledDevices.isAbout(observed.rule().tree(), it.driver(), it.pool(), it.device()))
                .count();
    }
}
