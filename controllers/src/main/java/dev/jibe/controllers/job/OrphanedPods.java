package dev.jibe.controllers.job;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Patch;
import dev.jibe.client.Resource;
import dev.jibe.client.cache.Change;
import dev.jibe.client.cache.Fence;
import dev.jibe.client.cache.Informer;
import dev.jibe.client.cache.Key;
import dev.jibe.client.queue.Controller;
import dev.jibe.client.queue.Outcome;
import dev.jibe.controllers.Surroundings;
import dev.jibe.controllers.ownership.Owners;
import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.batch.v1.Job;
import dev.jibe.object.api.v1.Pod;
import java.util.List;

/** Takes the finalizer from pods whose Job is gone, for nobody else would. Its keys are pods. */
final class OrphanedPods {
    private final Resource<Pod> pods;
    private final Informer<Pod> podCache;
    private final Informer<Job> jobCache;

    private OrphanedPods(Surroundings surroundings) {
        pods = surroundings.client().of(Pod.KIND);
        podCache = surroundings.informer(Pod.KIND);
        jobCache = surroundings.informer(Job.KIND);
    }

    static void start(Surroundings surroundings) {
        var shell = new OrphanedPods(surroundings);
        var controller = surroundings.running(surroundings
                .controller("job_orphan_pod")
                .mapped(shell.podCache, shell::concerns)
                .reads(shell.jobCache)
                .start(shell::reconcile));
        shell.jobCache.onChange(change -> {
            if (change instanceof Change.Deleted<Job>(Job last)) {
                shell.addPods(last, controller);
            }
        });
    }

    private void addPods(Job gone, Controller controller) {
        podCache.cache().byIndex(Owners.BY_CONTROLLER, gone.uid()).forEach(pod -> controller.add(Key.of(pod)));
    }

    private List<Key> concerns(Pod pod) {
        return isOrphan(pod) ? List.of(Key.of(pod)) : List.of();
    }

    private boolean isOrphan(Pod pod) {
        if (!JobPods.isTracked(pod)) {
            return false;
        }
        var owner = Owners.controllerOf(pod);
        return owner.isEmpty()
                || jobCache.cache()
                        .get(pod.namespace(), owner.get().name())
                        .filter(job -> job.uid().equals(owner.get().uid()))
                        .isEmpty();
    }

    private Outcome reconcile(Key key, Fence fence) {
        podCache.cache().get(key).filter(this::isOrphan).ifPresent(pod -> {
            ApiFailure.unlessGone(() -> {
                var patch = new Patch.Strategic(JsonMap.of("metadata", withoutFinalizer(pod.uid())));
                fence.wrote(podCache, pods.patch(pod.namespace(), pod.name(), patch));
            });
        });
        return Outcome.DONE;
    }

    /** The change that takes the finalizer from the pod of this uid. */
    static JsonMap withoutFinalizer(String uid) {
        return JsonMap.of("uid", uid, "$deleteFromPrimitiveList/finalizers", JsonList.of(JobPods.FINALIZER));
    }
}
