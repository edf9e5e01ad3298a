package dev.jibe.controllers.pods;

import dev.jibe.object.api.v1.Pod;
import java.time.Instant;

/**
 * What counting asks of a pod, read from it once: of a thousand pods most of the cost is to look at them at all.
 *
 * @param active whether it counts as a replica
 * @param goes whether it is on its way out and has not finished
 */
public record PodFacts(Pod pod, boolean active, boolean goes, boolean ready) {

    public static PodFacts of(Pod pod) {
        boolean isFinished = PodState.isFinished(pod);
        boolean isTerminating = pod.isTerminating();
        return new PodFacts(pod, !isFinished && !isTerminating, isTerminating && !isFinished, PodState.isReady(pod));
    }

    public boolean isAvailable(int minReadySeconds, Instant now) {
        return ready && (minReadySeconds == 0 || PodState.isAvailable(pod, minReadySeconds, now));
    }
}
