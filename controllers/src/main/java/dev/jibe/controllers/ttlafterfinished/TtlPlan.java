package dev.jibe.controllers.ttlafterfinished;

import dev.jibe.object.api.batch.v1.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What becomes of a Job by its time to live. */
sealed interface TtlPlan {

    /** It stays, for now or for good. */
    record Keep() implements TtlPlan {}

    record Wait(Duration delay) implements TtlPlan {}

    record Delete(String uid) implements TtlPlan {}

    static TtlPlan of(Job job, Instant now) {
        if (job.isTerminating() || !job.spec().hasTtlSecondsAfterFinished()) {
            return new Keep();
        }
        return finishedAt(job)
                .map(end -> Duration.between(now, end.plusSeconds(job.spec().ttlSecondsAfterFinished())))
                .<TtlPlan>map(left -> left.isPositive() ? new Wait(left) : new Delete(job.uid()))
                .orElseGet(Keep::new);
    }

    /** For how long the Job might have been gone. */
    static Duration overdue(Job job, Instant now) {
        return finishedAt(job)
                .map(end -> Duration.between(end.plusSeconds(job.spec().ttlSecondsAfterFinished()), now))
                .orElse(Duration.ZERO);
    }

    private static Optional<Instant> finishedAt(Job job) {
        return job.status().conditions().stream()
                .filter(it -> it.status().equals("True")
                        && (it.type().equals("Complete") || it.type().equals("Failed")))
                .map(it -> it.lastTransitionTime())
                .findFirst();
    }
}
