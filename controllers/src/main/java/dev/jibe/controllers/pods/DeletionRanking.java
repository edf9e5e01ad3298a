package dev.jibe.controllers.pods;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingInt;

import dev.jibe.object.api.v1.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which pods will be missed least when there are too many.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/workloads/controllers/replicaset/#scaling-a-replicaset">Scaling a
 * ReplicaSet</a>.
 */
public final class DeletionRanking {
    private static final String COST = "controller.kubernetes.io/pod-deletion-cost";

    private final Map<String, Integer> podsOnNode = new HashMap<>();
    private final Instant now;

    /** {@code related} are the pods that spread together: those of all ReplicaSets of the same Deployment. */
    public DeletionRanking(List<Pod> related, Instant now) {
        this.now = now;
        for (var pod : related) {
            if (PodState.isActive(pod) && pod.spec().hasNodeName()) {
                podsOnNode.merge(pod.spec().nodeName(), 1, Integer::sum);
            }
        }
    }

    /**
     * First to go first: without a node, pending, unready, cheap, on a crowded node, ready for less long, restarted
     * more, younger; and the uid, so that the same pods always rank the same. Ages are compared by their order of
     * magnitude, so that the choice among pods of like age is not always the youngest (KEP-2185).
     */
    public Comparator<Pod> firstToGo() {
        return comparing((Pod pod) -> pod.spec().hasNodeName())
                .thenComparingInt(DeletionRanking::phase)
                .thenComparing(PodState::isReady)
                .thenComparingInt(DeletionRanking::cost)
                .thenComparing(comparingInt(
                                (Pod pod) -> podsOnNode.getOrDefault(pod.spec().nodeName(), 0))
                        .reversed())
                .thenComparingInt(this::readyMagnitude)
                .thenComparing(comparingInt(PodState::restarts).reversed())
                .thenComparingInt(this::ageMagnitude)
                .thenComparing(Pod::uid);
    }

    private static int phase(Pod pod) {
        return switch (pod.status().phase()) {
            case "Running" -> 2;
            case "Unknown" -> 1;
            default -> 0;
        };
    }

    private static int cost(Pod pod) {
        try {
            return Integer.parseInt(pod.annotations().getOrDefault(COST, "0"));
        } catch (NumberFormatException ignored) {
            return 0; // as upstream: what is no number costs nothing
        }
    }

    private int readyMagnitude(Pod pod) {
        return PodState.isReady(pod) ? magnitude(PodState.readySince(pod)) : 0;
    }

    private int ageMagnitude(Pod pod) {
        return magnitude(pod.metadata().creationTimestamp());
    }

    /** The binary logarithm of the seconds passed since. */
    private int magnitude(Instant since) {
        long seconds = Math.max(Duration.between(since, now).toSeconds(), 0);
        return Long.SIZE - Long.numberOfLeadingZeros(seconds);
    }
}
