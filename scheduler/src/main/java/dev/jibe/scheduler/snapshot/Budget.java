package dev.jibe.scheduler.snapshot;

import dev.jibe.object.JsonMap;
import dev.jibe.object.api.policy.v1.PodDisruptionBudget;
import dev.jibe.object.selector.LabelSelector;

/**
 * What a PodDisruptionBudget allows.
 *
 * @param allowed how many more of its pods may be disrupted
 * @param disrupted pods that are counted already, by name
 */
public record Budget(String namespace, LabelSelector selector, long allowed, JsonMap disrupted) {

    public static Budget of(PodDisruptionBudget budget) {
        var selector = budget.tree().map("spec").map("selector");
        var status = budget.tree().map("status");
        return new Budget(
                budget.namespace(),
                selector.isEmpty() ? LabelSelector.NOTHING : LabelSelector.of(selector),
                status.number("disruptionsAllowed"),
                status.map("disruptedPods"));
    }

    /** Whether the eviction of this pod is one more of those that it counts. */
    public boolean counts(PodInfo pod) {
        return namespace.equals(pod.pod().namespace())
                && !pod.labels().isEmpty()
                && !selector.isEmpty()
                && selector.matches(pod.labels())
                && !disrupted.has(pod.pod().name());
    }
}
