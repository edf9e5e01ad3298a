package dev.jibe.controllers.autoscaling;

import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.api.v1.PodCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The pods of a target by what their samples are worth.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/concepts/workloads/autoscaling/horizontal-pod-autoscale/#algorithm-details">Algorithm
 * details</a>.
 *
 * @param ready how many count as they are
 * @param unready pods that start: their use of CPU says nothing yet
 * @param missing pods of which there is no sample
 * @param ignored pods that go, or have failed
 */
record PodGroups(int ready, Set<String> unready, Set<String> missing, Set<String> ignored) {
    private static final Duration CPU_INITIALIZATION = Duration.ofMinutes(5);
    private static final Duration INITIAL_READINESS = Duration.ofSeconds(30);

    static PodGroups of(List<Pod> pods, Map<String, Sample> samples, boolean isCpu, Instant now) {
        int ready = 0;
        var unready = new HashSet<String>();
        var missing = new HashSet<String>();
        var ignored = new HashSet<String>();
        for (var pod : pods) {
            var sample = samples.get(pod.name());
            if (pod.isTerminating() || pod.status().phase().equals("Failed")) {
                ignored.add(pod.name());
            } else if (pod.status().phase().equals("Pending")) {
                unready.add(pod.name());
            } else if (sample == null) {
                missing.add(pod.name());
            } else if (isCpu && isStarting(pod, sample, now)) {
                unready.add(pod.name());
            } else {
                ready++;
            }
        }
        return new PodGroups(ready, unready, missing, ignored);
    }

    private static boolean isStarting(Pod pod, Sample sample, Instant now) {
        Optional<PodCondition> found = pod.status().conditions().stream()
                .filter(it -> it.type().equals("Ready"))
                .findFirst();
        if (found.isEmpty() || !pod.status().hasStartTime()) {
            return true;
        }
        var condition = found.get();
        boolean isUnready = condition.status().equals("False");
        var started = pod.status().startTime();
        if (started.plus(CPU_INITIALIZATION).isAfter(now)) {
            return isUnready
                    || sample.timestamp()
                            .isBefore(condition.lastTransitionTime().plus(sample.window()));
        }
        return isUnready && started.plus(INITIAL_READINESS).isAfter(condition.lastTransitionTime());
    }
}
