package dev.jibe.controllers.ttlafterfinished;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Deletion;
import dev.jibe.client.Resource;
import dev.jibe.client.cache.Fence;
import dev.jibe.client.cache.Informer;
import dev.jibe.client.cache.Key;
import dev.jibe.client.queue.Controller;
import dev.jibe.client.queue.Outcome;
import dev.jibe.controllers.Surroundings;
import dev.jibe.object.api.batch.v1.Job;
import dev.jibe.runtime.Clock;
import dev.jibe.runtime.metrics.Buckets;
import dev.jibe.runtime.metrics.Histogram;
import java.time.Duration;

/** The shell of the TTL-after-finished controller. */
public final class TtlAfterFinishedController {
    private static final double MILLIS_PER_SECOND = 1000;

    private final Resource<Job> jobs;
    private final Informer<Job> cache;
    private final Clock clock;
    private final Histogram deletions;

    private TtlAfterFinishedController(Surroundings surroundings) {
        jobs = surroundings.client().of(Job.KIND);
        cache = surroundings.informer(Job.KIND);
        clock = surroundings.clock();
        deletions = surroundings
                .metrics()
                .histogram(
                        "ttl_after_finished_controller_job_deletion_duration_seconds",
                        "[ALPHA] The time it took to delete the job since it became eligible for deletion",
                        Buckets.exponential(0.1, 2, 14));
    }

    public static Controller start(Surroundings surroundings) {
        var shell = new TtlAfterFinishedController(surroundings);
        return surroundings.running(
                surroundings.controller("ttl_jobs_to_delete").on(shell.cache).start(shell::reconcile));
    }

    private Outcome reconcile(Key key, Fence fence) {
        var found = cache.cache().get(key);
        if (found.isEmpty()) {
            return Outcome.DONE;
        }
        return switch (TtlPlan.of(found.get(), clock.now())) {
            case TtlPlan.Keep() -> Outcome.DONE;
            case TtlPlan.Wait(Duration delay) -> Outcome.again(delay);
            case TtlPlan.Delete(String uid) -> delete(key, uid);
        };
    }

    /** Asks the API itself first: the time to live may just have been made longer. */
    private Outcome delete(Key key, String uid) {
        var now = jobs.find(key.namespace(), key.name()).map(job -> TtlPlan.of(job, clock.now()));
        if (now.filter(TtlPlan.Delete.class::isInstance).isPresent()) {
            ApiFailure.unlessGone(() -> {
                jobs.delete(key.namespace(), key.name(), Deletion.ofUid(uid).with(Deletion.Propagation.FOREGROUND));
                cache.cache()
                        .get(key)
                        .ifPresent(job -> deletions.observe(
                                TtlPlan.overdue(job, clock.now()).toMillis() / MILLIS_PER_SECOND));
            });
        }
        return Outcome.DONE;
    }
}
