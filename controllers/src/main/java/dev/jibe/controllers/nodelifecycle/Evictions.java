package dev.jibe.controllers.nodelifecycle;

import dev.jibe.controllers.pods.PodState;
import dev.jibe.controllers.pods.Tolerance;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.api.v1.Taint;
import dev.jibe.object.api.v1.Toleration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** When pods have to leave a node because of its NoExecute taints. */
final class Evictions {

    private Evictions() {}

    /**
     * When the pod has to leave; nothing if it may stay.
     *
     * @param since since when the node has had a taint
     */
    static Optional<Instant> at(Pod pod, List<Taint> taints, Function<Taint, Instant> since) {
        return pod.isTerminating() || PodState.isFinished(pod)
                ? Optional.empty()
                : taints.stream()
                        .filter(taint -> taint.effect().equals(Taints.NO_EXECUTE))
                        .flatMap(taint -> endOfTolerance(pod, taint, since.apply(taint)).stream())
                        .min(Comparator.naturalOrder());
    }

    /** When the pod's tolerance of the taint ends: at once without a toleration, never with one that has no end. */
    private static Optional<Instant> endOfTolerance(Pod pod, Taint taint, Instant since) {
        var matching = pod.spec().tolerations().stream()
                .filter(toleration -> Tolerance.tolerates(toleration, taint))
                .toList();
        if (matching.isEmpty()) {
            return Optional.of(since);
        }
        return matching.stream()
                .filter(Toleration::hasTolerationSeconds)
                .map(toleration -> since.plusSeconds(Math.max(toleration.tolerationSeconds(), 0)))
                .min(Comparator.naturalOrder());
    }
}
