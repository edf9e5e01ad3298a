package dev.jibe.node.pods;

import dev.jibe.object.api.v1.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** That a pod must end, and by when its containers must be gone. */
sealed interface Ending {
    Instant deadline();

    /** Somebody deleted it; or it is gone from the API already, and only its containers are left. */
    record Deleted(Instant deadline) implements Ending {}

    /** It fails, and its object stays. */
    record Failed(Instant deadline, String reason, String message) implements Ending {}

    /** Containers of a pod that is gone get little time. */
    Duration ORPHAN_GRACE = Duration.ofSeconds(2);

    static Optional<Ending> of(Observed observed) {
        Pod pod = observed.pod();
        if (observed.gone()) {
            return Optional.of(new Deleted(observed.now().plus(ORPHAN_GRACE)));
        }
        if (pod.isTerminating()) {
            return Optional.of(new Deleted(pod.metadata().deletionTimestamp()));
        }
        Duration grace = Duration.ofSeconds(
                pod.spec().hasTerminationGracePeriodSeconds() ? pod.spec().terminationGracePeriodSeconds() : 30);
        if (observed.refused().isPresent()) {
            var refusal = observed.refused().get();
            return Optional.of(
                    new Failed(observed.now().plus(grace), refusal.reason(), "Pod was rejected: " + refusal.message()));
        }
        Optional<Instant> limit = activeLimit(observed);
        if (limit.isPresent() && !limit.get().isAfter(observed.now())) {
            return Optional.of(new Failed(
                    limit.get().plus(grace),
                    "DeadlineExceeded",
                    "Pod was active on the node longer than the specified deadline"));
        }
        return Optional.empty();
    }

    /** When a pod with {@code activeDeadlineSeconds} has been active for too long. */
    static Optional<Instant> activeLimit(Observed observed) {
        return observed.pod().spec().hasActiveDeadlineSeconds()
                ? Optional.of(
                        observed.startedAt().plusSeconds(observed.pod().spec().activeDeadlineSeconds()))
                : Optional.empty();
    }
}
