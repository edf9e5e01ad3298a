package dev.jibe.controllers.pods;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingInt;

import dev.jibe.object.api.v1.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
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
    public List<Pod> sorted(Collection<Pod> pods) {
        return pods.stream()
                .map(this::ranked)
                .sorted(FIRST_TO_GO)
                .map(Ranked::pod)
                .toList();
    }

    /** A pod and what counts of it, in the order in which it counts. */
    private record Ranked(
            Pod pod,
            boolean bound,
            int phase,
            boolean ready,
            int cost,
            int neighbours,
            int readyFor,
            int restarts,
            int age,
            String uid) {}

    private static final Comparator<Ranked> FIRST_TO_GO = comparing(Ranked::bound)
            .thenComparingInt(Ranked::phase)
            .thenComparing(Ranked::ready)
            .thenComparingInt(Ranked::cost)
            .thenComparing(comparingInt(Ranked::neighbours).reversed())
            .thenComparingInt(Ranked::readyFor)
            .thenComparing(comparingInt(Ranked::restarts).reversed())
            .thenComparingInt(Ranked::age)
            .thenComparing(Ranked::uid);

    private Ranked ranked(Pod pod) {
        var node = pod.spec().nodeName();
        boolean isReady = PodState.isReady(pod);
        return new Ranked(
                pod,
                !node.isEmpty(),
                phase(pod),
                isReady,
                cost(pod),
                podsOnNode.getOrDefault(node, 0),
                isReady ? magnitude(PodState.readySince(pod)) : 0,
                PodState.restarts(pod),
                magnitude(pod.metadata().creationTimestamp()),
                pod.uid());
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

    /** The binary logarithm of the seconds passed since. */
    private int magnitude(Instant since) {
        long seconds = Math.max(Duration.between(since, now).toSeconds(), 0);
        return Long.SIZE - Long.numberOfLeadingZeros(seconds);
    }
}
