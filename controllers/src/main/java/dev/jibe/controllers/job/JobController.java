package dev.jibe.controllers.job;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Patch;
import dev.jibe.client.Resource;
import dev.jibe.client.cache.Change;
import dev.jibe.client.cache.Fence;
import dev.jibe.client.cache.Informer;
import dev.jibe.client.cache.Key;
import dev.jibe.client.events.EventRecorder;
import dev.jibe.client.queue.Controller;
import dev.jibe.client.queue.Outcome;
import dev.jibe.controllers.Surroundings;
import dev.jibe.controllers.job.Action.AdoptPod;
import dev.jibe.controllers.job.Action.CreatePod;
import dev.jibe.controllers.job.Action.DeletePod;
import dev.jibe.controllers.job.Action.DropPod;
import dev.jibe.controllers.job.Action.ReleasePod;
import dev.jibe.controllers.job.Action.Tell;
import dev.jibe.controllers.job.Action.Untrack;
import dev.jibe.controllers.ownership.Adoption;
import dev.jibe.controllers.ownership.Owners;
import dev.jibe.controllers.pods.PodWrites;
import dev.jibe.controllers.pods.SlowStart;
import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.batch.v1.Job;
import dev.jibe.object.api.batch.v1.JobStatus;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.selector.LabelSelector;
import dev.jibe.runtime.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The shell of the Job controller. */
public final class JobController {
    private static final String OURS = "kubernetes.io/job-controller";
    private static final int PARALLELISM = 32;
    private static final double NANOS_PER_SECOND = 1e9;

    private final Resource<Job> jobs;
    private final Resource<Pod> podResource;
    private final Informer<Job> jobCache;
    private final Informer<Pod> podCache;
    private final PodWrites pods;
    private final EventRecorder events;
    private final Clock clock;
    private final JobMetrics metrics;
    private final Map<String, Backoff> backoffs = new ConcurrentHashMap<>();
    private final Optional<JobGangs> gangs;

    private JobController(Surroundings surroundings, boolean grouped) {
        jobs = surroundings.client().of(Job.KIND);
        podResource = surroundings.client().of(Pod.KIND);
        jobCache = surroundings.informer(Job.KIND);
        podCache = surroundings.informer(Pod.KIND);
        events = surroundings.events("job-controller");
        pods = new PodWrites(surroundings, events);
        clock = surroundings.clock();
        metrics = new JobMetrics(surroundings.metrics());
        podCache.addIndex(Owners.BY_CONTROLLER, Owners::controllerIndex);
        gangs = grouped ? Optional.of(new JobGangs(surroundings, events)) : Optional.empty();
    }

    /**
     * Begins.
     *
     * @param grouped whether Jobs whose pods all work at once have them scheduled all or none
     */
    public static Controller start(Surroundings surroundings, boolean grouped) {
        var shell = new JobController(surroundings, grouped);
        shell.jobCache.onChange(shell::countElsewhere);
        OrphanedPods.start(surroundings);
        var builder = surroundings.controller("job");
        shell.gangs.ifPresent(it -> builder.reads(it.workloads()).reads(it.groups()));
        return surroundings.running(builder.on(shell.jobCache)
                .ownerOf(shell.podCache, Job.KIND)
                .mapped(
                        shell.podCache,
                        pod -> Adoption.candidates(
                                pod,
                                shell.jobCache.cache(),
                                job -> LabelSelector.of(job.spec().selector().tree())))
                .parallelism(PARALLELISM)
                .start(shell::reconcile));
    }

    private void countElsewhere(Change<Job> change) {
        if (change instanceof Change.Added<Job>(Job job)
                && job.spec().hasManagedBy()
                && !job.spec().managedBy().equals(OURS)) {
            metrics.isManagedElsewhere(job.spec().managedBy());
        }
    }

    private Outcome reconcile(Key key, Fence fence) {
        var found = jobCache.cache().get(key);
        if (found.isEmpty()) {
            return Outcome.DONE;
        }
        var job = found.get();
        var manager = job.spec().managedBy();
        if (!manager.isEmpty() && !manager.equals(OURS)) {
            return Outcome.DONE;
        }
        long begun = clock.nanoTime();
        var observed = observe(job);
        var plan = JobPlan.of(observed);
        var group = gangs.filter(it -> !JobConditions.isFinished(job) && !job.isTerminating())
                .flatMap(it -> it.groupOf(job, own(observed), fence));
        var failure = changePods(plan, job, group, fence);
        long lacking = failure.map(Failed::notCreated).orElse(0);
        if (lacking >= 0) {
            writeStatus(job, lacking(plan.status(), (int) lacking), fence);
            backoffs.put(job.uid(), plan.backoff());
            untrack(plan, job, fence);
            tell(plan, job);
        }
        if (JobConditions.isFinished(job) || job.isTerminating()) {
            backoffs.remove(job.uid());
        }
        metrics.synced(
                job,
                count(plan, CreatePod.class),
                count(plan, DeletePod.class) + count(plan, DropPod.class),
                failure.isPresent(),
                (clock.nanoTime() - begun) / NANOS_PER_SECOND);
        return failure.<Outcome>map(it -> Outcome.retry(it.cause()))
                .orElseGet(() -> plan.recheck().map(Outcome::again).orElse(Outcome.DONE));
    }

    private static int count(JobPlan plan, Class<? extends Action> kind) {
        return (int) plan.actions().stream().filter(kind::isInstance).count();
    }

    private JobPlan.Observed observe(Job job) {
        var candidates = new ArrayList<>(podCache.cache().byIndex(Owners.BY_CONTROLLER, job.uid()));
        candidates.addAll(podCache.cache().byIndex(Owners.BY_CONTROLLER, Owners.orphansOf(job.namespace())));
        var backoff = backoffs.getOrDefault(job.uid(), Backoff.NONE);
        return new JobPlan.Observed(job, candidates, backoff, clock.now());
    }

    private static List<Pod> own(JobPlan.Observed observed) {
        return observed.pods().stream()
                .filter(pod -> Owners.isControlledBy(pod, observed.job()))
                .toList();
    }

    /** A failure, and how many pods are missing by it; less than none if pods that were to go are still there. */
    private record Failed(ApiFailure cause, int notCreated) {}

    private Optional<Failed> changePods(JobPlan plan, Job job, Optional<String> group, Fence fence) {
        var creations = new ArrayList<Runnable>();
        var deletions = new ArrayList<Runnable>();
        var created = new AtomicInteger();
        for (var action : plan.actions()) {
            switch (action) {
                case CreatePod(Pod pod) ->
                    creations.add(() -> {
                        pods.create(
                                job, group.map(it -> JobGangs.member(pod, it)).orElse(pod), fence);
                        created.incrementAndGet();
                    });
                case DeletePod(String name, String uid) -> deletions.add(() -> pods.delete(job, name, uid, fence));
                case DropPod(String name, String uid) ->
                    deletions.add(() -> {
                        patch(job.namespace(), name, OrphanedPods.withoutFinalizer(uid), fence);
                        pods.delete(job, name, uid, fence);
                    });
                case AdoptPod(String name, String uid) -> adopt(job, name, uid, fence);
                case ReleasePod(String name, String uid) -> pods.release(job, name, uid, fence);
                case Untrack untrack -> {}
                case Tell tell -> {}
            }
        }
        var notDeleted = SlowStart.together(deletions);
        if (notDeleted.isPresent()) {
            return notDeleted.map(failure -> new Failed(failure, -1));
        }
        var notCreated = SlowStart.run(creations);
        int missing = creations.size() - created.get();
        metrics.podsCreated(job, created.get(), missing);
        return notCreated.map(failure -> new Failed(failure, missing));
    }

    private static JobStatus lacking(JobStatus status, int pods) {
        int active = status.active() - pods;
        return active <= 0 ? status.withoutActive() : status.withActive(active);
    }

    /** With the finalizer at once, so that the pod cannot go without being counted. */
    private void adopt(Job job, String name, String uid, Fence fence) {
        if (Adoption.isStillThere(jobs, job)) {
            pods.adopt(Job.KIND, job, name, uid, fence);
            var metadata = JsonMap.of("uid", uid, "finalizers", JsonList.of(JobPods.FINALIZER));
            patch(job.namespace(), name, metadata, fence);
        }
    }

    private void writeStatus(Job job, JobStatus status, Fence fence) {
        if (!status.tree().equals(job.status().tree())) {
            fence.wrote(jobCache, jobs.updateStatus(job.withStatus(status)));
            metrics.wrote(job, status);
        }
    }

    private void untrack(JobPlan plan, Job job, Fence fence) {
        var removals = new ArrayList<Runnable>();
        for (var action : plan.actions()) {
            if (action instanceof Untrack(String name, String uid)) {
                removals.add(() -> {
                    patch(job.namespace(), name, OrphanedPods.withoutFinalizer(uid), fence);
                    metrics.untracked();
                });
            }
        }
        SlowStart.together(removals).ifPresent(failure -> {
            throw failure;
        });
    }

    private void patch(String namespace, String name, JsonMap metadata, Fence fence) {
        ApiFailure.unlessGone(() -> {
            var patch = new Patch.Strategic(JsonMap.of("metadata", metadata));
            fence.wrote(podCache, podResource.patch(namespace, name, patch));
        });
    }

    private void tell(JobPlan plan, Job job) {
        for (var action : plan.actions()) {
            if (action instanceof Tell(String type, String reason, String message)) {
                events.record(job, type, reason, message);
            }
        }
    }
}
