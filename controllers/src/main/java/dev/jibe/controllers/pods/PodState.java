package dev.jibe.controllers.pods;

import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.api.v1.PodCondition;
import java.time.Instant;
import java.util.Optional;

/**
 * The questions that controllers ask of a pod.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/">Pod lifecycle</a>.
 */
public final class PodState {

    private PodState() {}

    /** Whether all containers have ended for good. */
    public static boolean isFinished(Pod pod) {
        var phase = pod.status().phase();
        return phase.equals("Succeeded") || phase.equals("Failed");
    }

    /** Whether it counts as a replica: neither finished nor on its way out. */
    public static boolean isActive(Pod pod) {
        return !isFinished(pod) && !pod.isTerminating();
    }

    public static boolean isReady(Pod pod) {
        return readyCondition(pod).isPresent();
    }

    /** Since when it is ready; the epoch if it is not. */
    public static Instant readySince(Pod pod) {
        return readyCondition(pod).map(PodCondition::lastTransitionTime).orElse(Instant.EPOCH);
    }

    /** When a pod that is ready becomes available, having been ready for long enough. */
    public static Instant availableAt(Pod pod, int minReadySeconds) {
        return minReadySeconds == 0 ? Instant.EPOCH : readySince(pod).plusSeconds(minReadySeconds);
    }

    public static boolean isAvailable(Pod pod, int minReadySeconds, Instant now) {
        return isReady(pod) && !availableAt(pod, minReadySeconds).isAfter(now);
    }

    /** The most restarts that any of its containers has had. */
    public static int restarts(Pod pod) {
        int most = 0;
        for (var container : pod.status().containerStatuses()) {
            most = Math.max(most, container.restartCount());
        }
        return most;
    }

    private static Optional<PodCondition> readyCondition(Pod pod) {
        for (var condition : pod.status().conditions()) {
            if (condition.type().equals("Ready")) {
                return condition.status().equals("True") ? Optional.of(condition) : Optional.empty();
            }
        }
        return Optional.empty();
    }
}
