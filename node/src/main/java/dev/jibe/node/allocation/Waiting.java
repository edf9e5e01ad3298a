package dev.jibe.node.allocation;

import dev.jibe.node.launch.QualityOfService;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.quantity.Quantity;
import dev.jibe.object.quota.PodTotals;
import java.time.Instant;
import java.util.Comparator;

/**
 * A pod that asks for other resources than it was promised. Those come first that need no more than they have, then by
 * priority, by quality of service, and who has waited longest.
 *
 * @param since when it was first said that it waits; {@link Instant#MAX} if it was not yet
 */
public record Waiting(Pod desired, Pod promised, Instant since) implements Comparable<Waiting> {
    private static final Comparator<Waiting> ORDER = Comparator.comparing(Waiting::wantsMore)
            .thenComparingLong(waiting -> -waiting.desired.spec().priority())
            .thenComparing(waiting -> QualityOfService.of(waiting.desired) != QualityOfService.GUARANTEED)
            .thenComparing(Waiting::since)
            .thenComparing(waiting -> waiting.desired.uid());

    private boolean wantsMore() {
        return request(desired, "memory").compareTo(request(promised, "memory")) > 0
                || request(desired, "cpu").compareTo(request(promised, "cpu")) > 0;
    }

    private static Quantity request(Pod pod, String resource) {
        return PodTotals.requests(pod.tree().without("status")).getOrDefault(resource, Quantity.ZERO);
    }

    @Override
    public int compareTo(Waiting other) {
        return ORDER.compare(this, other);
    }
}
