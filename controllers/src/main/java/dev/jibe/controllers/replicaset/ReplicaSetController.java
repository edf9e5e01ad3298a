package dev.jibe.controllers.replicaset;

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
import dev.jibe.controllers.ownership.Adoption;
import dev.jibe.controllers.ownership.Owners;
import dev.jibe.controllers.replicaset.Action.AdoptPod;
import dev.jibe.controllers.replicaset.Action.CreatePods;
import dev.jibe.controllers.replicaset.Action.DeletePod;
import dev.jibe.controllers.replicaset.Action.ReleasePod;
import dev.jibe.controllers.replicaset.ReplicaSetStatuses.Failure;
import dev.jibe.controllers.status.StatusPatch;
import dev.jibe.object.api.apps.v1.ReplicaSet;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.selector.LabelSelector;
import dev.jibe.runtime.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The shell of the ReplicaSet controller: shows the plan the caches, and does what it says. */
public final class ReplicaSetController {
    private static final int PARALLELISM = 32;

    private final Resource<ReplicaSet> replicaSets;
    private final Resource<Pod> pods;
    private final Informer<ReplicaSet> replicaSetCache;
    private final Informer<Pod> podCache;
    private final EventRecorder events;
    private final Clock clock;

    private ReplicaSetController(Surroundings surroundings) {
        replicaSets = surroundings.client().of(ReplicaSet.KIND);
        pods = surroundings.client().of(Pod.KIND);
        replicaSetCache = surroundings.informer(ReplicaSet.KIND);
        podCache = surroundings.informer(Pod.KIND);
        events = surroundings.events("replicaset-controller");
        clock = surroundings.clock();
        podCache.addIndex(Owners.BY_CONTROLLER, Owners::controllerIndex);
        replicaSetCache.addIndex(Owners.BY_CONTROLLER, Owners::controllerIndex);
    }

    public static Controller start(Surroundings surroundings) {
        var shell = new ReplicaSetController(surroundings);
        return surroundings.running(surroundings
                .controller("replicaset")
                .on(shell.replicaSetCache)
                .ownerOf(shell.podCache, ReplicaSet.KIND)
                .mapped(shell.podCache, shell::whoMayAdopt)
                .parallelism(PARALLELISM)
                .start(shell::reconcile));
    }

    private List<Key> whoMayAdopt(Pod pod) {
        return Owners.controllerOf(pod).isPresent()
                ? List.of()
                : replicaSetCache.cache().inNamespace(pod.namespace()).stream()
                        .filter(replicaSet -> LabelSelector.of(
                                        replicaSet.spec().selector().tree())
                                .matches(pod.metadata().labelsTree()))
                        .map(Key::of)
                        .toList();
    }

    private Outcome reconcile(Key key, Fence fence) {
        var found = replicaSetCache.cache().get(key);
        if (found.isEmpty()) {
            return Outcome.DONE;
        }
        var replicaSet = found.get();
        var plan = ReplicaSetPlan.of(observe(replicaSet));
        var failure = apply(plan, replicaSet, fence);
        if (failure.isPresent() || !plan.scales()) {
            writeStatus(replicaSet, plan, failure, fence);
        }
        return failure.<Outcome>map(it -> Outcome.retry(it.cause()))
                .orElseGet(() -> plan.recheck().map(Outcome::again).orElse(Outcome.DONE));
    }

    private ReplicaSetPlan.Observed observe(ReplicaSet replicaSet) {
        var cache = podCache.cache();
        var candidates = new ArrayList<>(cache.byIndex(Owners.BY_CONTROLLER, replicaSet.uid()));
        candidates.addAll(cache.byIndex(Owners.BY_CONTROLLER, Owners.orphansOf(replicaSet.namespace())));
        return new ReplicaSetPlan.Observed(replicaSet, candidates, related(replicaSet), clock.now());
    }

    private List<Pod> related(ReplicaSet replicaSet) {
        var owner = Owners.controllerOf(replicaSet);
        if (owner.isEmpty()) {
            return podCache.cache().byIndex(Owners.BY_CONTROLLER, replicaSet.uid());
        }
        var related = new ArrayList<Pod>();
        for (var sibling : replicaSetCache
                .cache()
                .byIndex(Owners.BY_CONTROLLER, owner.get().uid())) {
            related.addAll(podCache.cache().byIndex(Owners.BY_CONTROLLER, sibling.uid()));
        }
        return related;
    }

    /** What went wrong, as the status tells it and as it was thrown. */
    private record Failed(Failure failure, ApiFailure cause) {
        static Failed of(String reason, ApiFailure cause) {
            return new Failed(new Failure(reason, String.valueOf(cause.getMessage())), cause);
        }
    }

    private Optional<Failed> apply(ReplicaSetPlan plan, ReplicaSet replicaSet, Fence fence) {
        var creations = new ArrayList<Runnable>();
        var deletions = new ArrayList<Runnable>();
        boolean mayAdopt = plan.actions().stream().noneMatch(AdoptPod.class::isInstance) || isStillThere(replicaSet);
        for (var action : plan.actions()) {
            switch (action) {
                case AdoptPod(String name, String uid) -> {
                    if (mayAdopt) {
                        Adoption.adopt(pods, ReplicaSet.KIND, replicaSet, name, uid)
                                .ifPresent(pod -> fence.wrote(podCache, pod));
                    }
                }
                case ReleasePod(String name, String uid) ->
                    Adoption.release(pods, replicaSet, name, uid).ifPresent(pod -> fence.wrote(podCache, pod));
                case CreatePods(int count) ->
                    creations.addAll(Collections.nCopies(count, () -> create(replicaSet, fence)));
                case DeletePod(String name, String uid) -> deletions.add(() -> delete(replicaSet, name, uid, fence));
            }
        }
        var created = SlowStart.run(creations).filter(failure -> !failure.isNamespaceTerminating());
        var deleted = SlowStart.together(deletions);
        return created.map(failure -> Failed.of("FailedCreate", failure))
                .or(() -> deleted.map(failure -> Failed.of("FailedDelete", failure)));
    }

    /** Asks the API itself, because the cache may not know yet that the ReplicaSet is being deleted. */
    private boolean isStillThere(ReplicaSet replicaSet) {
        return replicaSets
                .find(replicaSet.namespace(), replicaSet.name())
                .filter(now -> now.uid().equals(replicaSet.uid()) && !now.isTerminating())
                .isPresent();
    }

    private void create(ReplicaSet replicaSet, Fence fence) {
        try {
            var pod = fence.wrote(podCache, pods.create(PodFromTemplate.of(replicaSet)));
            events.normal(replicaSet, "SuccessfulCreate", "Created pod: " + pod.name());
        } catch (ApiFailure failure) {
            if (!failure.isNamespaceTerminating()) {
                events.warning(replicaSet, "FailedCreate", "Error creating: " + failure.getMessage());
            }
            throw failure;
        }
    }

    private void delete(ReplicaSet replicaSet, String name, String uid, Fence fence) {
        try {
            pods.delete(replicaSet.namespace(), name, Deletion.ofUid(uid));
            fence.deleted(podCache, new Key(replicaSet.namespace(), name), uid);
            events.normal(replicaSet, "SuccessfulDelete", "Deleted pod: " + name);
        } catch (ApiFailure failure) {
            if (failure.isNotFound()) {
                fence.deleted(podCache, new Key(replicaSet.namespace(), name), uid);
                return;
            }
            events.warning(replicaSet, "FailedDelete", "Error deleting: " + failure.getMessage());
            throw failure;
        }
    }

    private void writeStatus(ReplicaSet replicaSet, ReplicaSetPlan plan, Optional<Failed> failed, Fence fence) {
        var status = ReplicaSetStatuses.of(replicaSet, plan.held(), failed.map(Failed::failure), clock.now());
        var patch = StatusPatch.of(replicaSet.uid(), replicaSet.status().tree(), status.tree());
        if (patch.isPresent()) {
            fence.wrote(
                    replicaSetCache, replicaSets.patchStatus(replicaSet.namespace(), replicaSet.name(), patch.get()));
        }
    }
}
