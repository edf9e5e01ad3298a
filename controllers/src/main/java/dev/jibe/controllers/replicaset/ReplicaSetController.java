package dev.jibe.controllers.replicaset;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Resource;
import dev.jibe.client.cache.Change;
import dev.jibe.client.cache.Fence;
import dev.jibe.client.cache.Informer;
import dev.jibe.client.cache.Key;
import dev.jibe.client.queue.Controller;
import dev.jibe.client.queue.Outcome;
import dev.jibe.controllers.Surroundings;
import dev.jibe.controllers.ownership.Adoption;
import dev.jibe.controllers.ownership.Owners;
import dev.jibe.controllers.pods.PodFromTemplate;
import dev.jibe.controllers.pods.PodWrites;
import dev.jibe.controllers.pods.SlowStart;
import dev.jibe.controllers.replicaset.Action.AdoptPod;
import dev.jibe.controllers.replicaset.Action.CreatePods;
import dev.jibe.controllers.replicaset.Action.DeletePod;
import dev.jibe.controllers.replicaset.Action.ReleasePod;
import dev.jibe.controllers.replicaset.ReplicaSetStatuses.Failure;
import dev.jibe.controllers.status.StatusPatch;
import dev.jibe.object.api.apps.v1.ReplicaSet;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.selector.LabelSelector;
import dev.jibe.object.view.ApiObject;
import dev.jibe.runtime.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The shell of the controller of ReplicaSets, and of ReplicationControllers: shows the plan the caches, and does what it says. */
public final class ReplicaSetController<T extends ApiObject> {

    /** Few: what changes while a set waits for its turn is looked at once. */
    private static final int PARALLELISM = 8;

    /** A set with so many pods or more rests after each pass, by its size. */
    private static final int LARGE = 50;

    private static final Duration REST_PER_POD = Duration.ofNanos(100_000);
    private static final Duration LONGEST_REST = Duration.ofMillis(200);

    private final Replicated<T> replicated;
    private final Resource<T> resource;
    private final Informer<T> cache;
    private final Informer<Pod> podCache;
    private final PodWrites pods;
    private final Clock clock;
    private final Map<String, KnownPods> known = new ConcurrentHashMap<>();

    private ReplicaSetController(Surroundings surroundings, Replicated<T> replicated) {
        this.replicated = replicated;
        resource = surroundings.client().of(replicated.kind());
        cache = surroundings.informer(replicated.kind());
        podCache = surroundings.informer(Pod.KIND);
        pods = new PodWrites(surroundings, surroundings.events(replicated.component()));
        clock = surroundings.clock();
        podCache.addIndex(Owners.BY_CONTROLLER, Owners::controllerIndex);
        cache.addIndex(Owners.BY_CONTROLLER, Owners::controllerIndex);
    }

    /** Starts the controller of ReplicaSets. */
    public static Controller start(Surroundings surroundings) {
        return start(surroundings, Replicated.SETS);
    }

    /** Starts the controller of ReplicationControllers, which are ReplicaSets in all but the form of their selector. */
    public static Controller startReplication(Surroundings surroundings) {
        return start(surroundings, Replicated.CONTROLLERS);
    }

    private static <T extends ApiObject> Controller start(Surroundings surroundings, Replicated<T> replicated) {
        var shell = new ReplicaSetController<>(surroundings, replicated);
        shell.cache.onChange(shell::forget);
        return surroundings.running(surroundings
                .controller(replicated.controller())
                .on(shell.cache)
                .ownerOf(shell.podCache, replicated.kind())
                .mapped(shell.podCache, pod -> Adoption.candidates(pod, shell.cache.cache(), shell::selector))
                .parallelism(PARALLELISM)
                .start(shell::reconcile));
    }

    private void forget(Change<T> change) {
        if (change instanceof Change.Deleted<T>(T last)) {
            known.remove(last.uid());
        }
    }

    private LabelSelector selector(T object) {
        return LabelSelector.of(
                replicated.view().apply(object).spec().selector().tree());
    }

    private Outcome reconcile(Key key, Fence fence) {
        var found = cache.cache().get(key).map(replicated.view());
        if (found.isEmpty()) {
            return Outcome.DONE;
        }
        var replicaSet = found.get();
        var plan = ReplicaSetPlan.of(observe(replicaSet));
        var failure = apply(plan, replicaSet, fence);
        if (failure.isPresent() || !plan.scales()) {
            writeStatus(replicaSet, plan, failure, fence);
        }
        return failure.<Outcome>map(it -> Outcome.retry(it.cause())).orElseGet(() -> done(plan));
    }

    /** While thousands of pods come up each of them is a reason to count them all: they are counted now and then. */
    private static Outcome done(ReplicaSetPlan plan) {
        if (plan.held().size() < LARGE || plan.scales()) {
            return plan.recheck().map(Outcome::again).orElse(Outcome.DONE);
        }
        var pause = REST_PER_POD.multipliedBy(plan.held().size());
        return new Outcome.Rest(pause.compareTo(LONGEST_REST) < 0 ? pause : LONGEST_REST, plan.recheck());
    }

    private ReplicaSetPlan.Observed observe(ReplicaSet replicaSet) {
        var candidates = new ArrayList<>(podCache.cache().byIndex(Owners.BY_CONTROLLER, replicaSet.uid()));
        candidates.addAll(podCache.cache().byIndex(Owners.BY_CONTROLLER, Owners.orphansOf(replicaSet.namespace())));
        var facts =
                known.computeIfAbsent(replicaSet.uid(), uid -> new KnownPods()).of(replicaSet, candidates);
        return new ReplicaSetPlan.Observed(replicaSet, facts, () -> related(replicaSet), clock.now());
    }

    private List<Pod> related(ReplicaSet replicaSet) {
        var owner = Owners.controllerOf(replicaSet);
        if (owner.isEmpty()) {
            return podCache.cache().byIndex(Owners.BY_CONTROLLER, replicaSet.uid());
        }
        var related = new ArrayList<Pod>();
        for (var sibling :
                cache.cache().byIndex(Owners.BY_CONTROLLER, owner.get().uid())) {
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
        boolean mayAdopt = plan.actions().stream().noneMatch(AdoptPod.class::isInstance)
                || Adoption.isStillThere(resource, replicaSet);
        for (var action : plan.actions()) {
            switch (action) {
                case AdoptPod(String name, String uid) -> {
                    if (mayAdopt) {
                        pods.adopt(replicated.kind(), replicaSet, name, uid, fence);
                    }
                }
                case ReleasePod(String name, String uid) -> pods.release(replicaSet, name, uid, fence);
                case CreatePods(int count) ->
                    creations.addAll(Collections.nCopies(count, () -> create(replicaSet, fence)));
                case DeletePod(String name, String uid) ->
                    deletions.add(() -> pods.delete(replicaSet, name, uid, fence));
            }
        }
        var created = SlowStart.run(creations).filter(failure -> !failure.isNamespaceTerminating());
        var deleted = SlowStart.together(deletions);
        return created.map(failure -> Failed.of("FailedCreate", failure))
                .or(() -> deleted.map(failure -> Failed.of("FailedDelete", failure)));
    }

    private void create(ReplicaSet replicaSet, Fence fence) {
        var template = replicaSet.spec().template();
        pods.create(replicaSet, PodFromTemplate.of(replicated.kind(), replicaSet, template), fence);
    }

    private void writeStatus(ReplicaSet replicaSet, ReplicaSetPlan plan, Optional<Failed> failed, Fence fence) {
        var status = ReplicaSetStatuses.of(replicaSet, plan.held(), failed.map(Failed::failure), clock.now());
        var before = replicaSet.status().tree();
        StatusPatch.of(replicaSet.uid(), before, replicated.status().apply(status.tree()))
                .ifPresent(patch ->
                        fence.wrote(cache, resource.patchStatus(replicaSet.namespace(), replicaSet.name(), patch)));
    }
}
