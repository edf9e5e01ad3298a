package dev.jibe.controllers.cronjob;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Deletion;
import dev.jibe.client.Resource;
import dev.jibe.client.cache.Fence;
import dev.jibe.client.cache.Informer;
import dev.jibe.client.cache.Key;
import dev.jibe.client.events.EventRecorder;
import dev.jibe.client.queue.Controller;
import dev.jibe.client.queue.Outcome;
import dev.jibe.controllers.Surroundings;
import dev.jibe.controllers.cronjob.Action.CreateJob;
import dev.jibe.controllers.cronjob.Action.DeleteJob;
import dev.jibe.controllers.cronjob.Action.Tell;
import dev.jibe.controllers.ownership.Owners;
import dev.jibe.controllers.status.StatusPatch;
import dev.jibe.object.api.batch.v1.CronJob;
import dev.jibe.object.api.batch.v1.CronJobStatus;
import dev.jibe.object.api.batch.v1.Job;
import dev.jibe.runtime.Clock;
import dev.jibe.runtime.metrics.Buckets;
import dev.jibe.runtime.metrics.Histogram;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;

/** The shell of the CronJob controller. */
public final class CronJobController {
    private final Resource<CronJob> cronJobs;
    private final Resource<Job> jobs;
    private final Informer<CronJob> cronJobCache;
    private final Informer<Job> jobCache;
    private final EventRecorder events;
    private final Clock clock;
    private final Histogram skew;

    private CronJobController(Surroundings surroundings) {
        cronJobs = surroundings.client().of(CronJob.KIND);
        jobs = surroundings.client().of(Job.KIND);
        cronJobCache = surroundings.informer(CronJob.KIND);
        jobCache = surroundings.informer(Job.KIND);
        events = surroundings.events("cronjob-controller");
        clock = surroundings.clock();
        skew = surroundings
                .metrics()
                .histogram(
                        "cronjob_controller_job_creation_skew_duration_seconds",
                        "[STABLE] Time between when a cronjob is scheduled to be run, and when the corresponding job is"
                                + " created",
                        Buckets.exponential(1, 2, 10));
        jobCache.addIndex(Owners.BY_CONTROLLER, Owners::controllerIndex);
    }

    public static Controller start(Surroundings surroundings) {
        var shell = new CronJobController(surroundings);
        return surroundings.running(surroundings
                .controller("cronjob")
                .on(shell.cronJobCache)
                .ownerOf(shell.jobCache, CronJob.KIND)
                .start(shell::reconcile));
    }

    private Outcome reconcile(Key key, Fence fence) {
        var found = cronJobCache.cache().get(key);
        if (found.isEmpty()) {
            return Outcome.DONE;
        }
        var cronJob = found.get();
        var owned = jobCache.cache().byIndex(Owners.BY_CONTROLLER, cronJob.uid());
        var plan = CronJobPlan.of(new CronJobPlan.Observed(cronJob, owned, clock.now()));
        var status = plan.status();
        for (var action : plan.actions()) {
            switch (action) {
                case Tell(String type, String reason, String message) -> events.record(cronJob, type, reason, message);
                case DeleteJob(String name, String uid) -> delete(cronJob, name, uid, fence);
                case CreateJob(Job job, Instant time) -> {
                    var created = create(cronJob, job, fence);
                    created.ifPresent(it -> skew.observe(
                            (double) Duration.between(time, it.metadata().creationTimestamp())
                                    .toSeconds()));
                    status = created.isPresent() ? started(status, created.get(), time) : status;
                }
            }
        }
        StatusPatch.of(cronJob.uid(), cronJob.status().tree(), status.tree())
                .ifPresent(patch ->
                        fence.wrote(cronJobCache, cronJobs.patchStatus(cronJob.namespace(), cronJob.name(), patch)));
        return plan.recheck().map(Outcome::again).orElse(Outcome.DONE);
    }

    private static CronJobStatus started(CronJobStatus status, Job job, Instant time) {
        var active = new ArrayList<>(status.active());
        active.add(EventRecorder.reference(job));
        return status.withActive(active).withLastScheduleTime(time);
    }

    /** The Job; nothing if somebody else's has its name, or the namespace is going. */
    private Optional<Job> create(CronJob cronJob, Job job, Fence fence) {
        try {
            var created = fence.wrote(jobCache, jobs.create(job));
            events.normal(cronJob, "SuccessfulCreate", "Created job " + created.name());
            return Optional.of(created);
        } catch (ApiFailure failure) {
            if (failure.isAlreadyExists()) {
                return jobs.find(job.namespace(), job.name()).filter(it -> Owners.isControlledBy(it, cronJob));
            }
            if (failure.isNamespaceTerminating()) {
                return Optional.empty();
            }
            events.warning(cronJob, "FailedCreate", "Error creating job: " + failure.getMessage());
            throw failure;
        }
    }

    private void delete(CronJob cronJob, String name, String uid, Fence fence) {
        try {
            jobs.delete(cronJob.namespace(), name, Deletion.ofUid(uid).with(Deletion.Propagation.BACKGROUND));
            events.normal(cronJob, "SuccessfulDelete", "Deleted job " + name);
        } catch (ApiFailure failure) {
            if (!failure.isNotFound() && !failure.isConflict()) {
                events.warning(cronJob, "FailedDelete", "Deleted job: " + failure.getMessage());
                throw failure;
            }
        }
        fence.deleted(jobCache, new Key(cronJob.namespace(), name), uid);
    }
}
