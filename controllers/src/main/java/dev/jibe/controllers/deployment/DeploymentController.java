package dev.jibe.controllers.deployment;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Deletion;
import dev.jibe.client.Patch;
import dev.jibe.client.Resource;
import dev.jibe.client.cache.Fence;
import dev.jibe.client.cache.Informer;
import dev.jibe.client.cache.Key;
import dev.jibe.client.events.EventRecorder;
import dev.jibe.client.queue.Controller;
import dev.jibe.client.queue.Outcome;
import dev.jibe.controllers.Surroundings;
import dev.jibe.controllers.deployment.Action.AdoptSet;
import dev.jibe.controllers.deployment.Action.CreateSet;
import dev.jibe.controllers.deployment.Action.DeleteSet;
import dev.jibe.controllers.deployment.Action.ReleaseSet;
import dev.jibe.controllers.deployment.Action.ResizeSet;
import dev.jibe.controllers.deployment.Action.UpdateSet;
import dev.jibe.controllers.ownership.Adoption;
import dev.jibe.controllers.ownership.Owners;
import dev.jibe.controllers.revisions.Collisions;
import dev.jibe.controllers.status.StatusPatch;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.apps.v1.Deployment;
import dev.jibe.object.api.apps.v1.DeploymentStatus;
import dev.jibe.object.api.apps.v1.ReplicaSet;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.selector.LabelSelector;
import dev.jibe.runtime.Clock;
import java.util.ArrayList;
import java.util.List;

/** The shell of the Deployment controller: shows the plan the caches, and does what it says. */
public final class DeploymentController {

    /** Few: what changes while a Deployment waits for its turn is looked at once. */
    private static final int PARALLELISM = 4;

    private final Resource<Deployment> deployments;
    private final Resource<ReplicaSet> sets;
    private final Informer<Deployment> deploymentCache;
    private final Informer<ReplicaSet> setCache;
    private final Informer<Pod> podCache;
    private final EventRecorder events;
    private final Clock clock;

    private DeploymentController(Surroundings surroundings) {
        deployments = surroundings.client().of(Deployment.KIND);
        sets = surroundings.client().of(ReplicaSet.KIND);
        deploymentCache = surroundings.informer(Deployment.KIND);
        setCache = surroundings.informer(ReplicaSet.KIND);
        podCache = surroundings.informer(Pod.KIND);
        events = surroundings.events("deployment-controller");
        clock = surroundings.clock();
        setCache.addIndex(Owners.BY_CONTROLLER, Owners::controllerIndex);
        podCache.addIndex(Owners.BY_CONTROLLER, Owners::controllerIndex);
    }

    public static Controller start(Surroundings surroundings) {
        var shell = new DeploymentController(surroundings);
        return surroundings.running(surroundings
                .controller("deployment")
                .on(shell.deploymentCache)
                .ownerOf(shell.setCache, Deployment.KIND)
                .mapped(
                        shell.setCache,
                        set -> Adoption.candidates(set, shell.deploymentCache.cache(), DeploymentController::selector))
                .mapped(shell.podCache, shell::whoWaitsForItsEnd)
                .parallelism(PARALLELISM)
                .start(shell::reconcile));
    }

    private static LabelSelector selector(Deployment deployment) {
        return LabelSelector.of(deployment.spec().selector().tree());
    }

    /** Only Recreate looks at pods, and only for whether they are there. */
    private List<Key> whoWaitsForItsEnd(Pod pod) {
        return Owners.controllerOf(pod)
                .filter(owner -> owner.kind().equals(ReplicaSet.KIND.kind()))
                .flatMap(owner -> setCache.cache().get(pod.namespace(), owner.name()))
                .flatMap(Owners::controllerOf)
                .flatMap(owner -> deploymentCache.cache().get(pod.namespace(), owner.name()))
                .filter(Limits::isRecreate)
                .map(deployment -> List.of(Key.of(deployment)))
                .orElse(List.of());
    }

    private Outcome reconcile(Key key, Fence fence) {
        var found = deploymentCache.cache().get(key);
        if (found.isEmpty()) {
            return Outcome.DONE;
        }
        var deployment = found.get();
        var plan = DeploymentPlan.of(observe(deployment));
        for (var action : plan.actions()) {
            apply(action, deployment, fence);
        }
        writeStatus(deployment, plan, fence);
        return plan.recheck().map(Outcome::again).orElse(Outcome.DONE);
    }

    private DeploymentPlan.Observed observe(Deployment deployment) {
        var candidates = new ArrayList<>(setCache.cache().byIndex(Owners.BY_CONTROLLER, deployment.uid()));
        candidates.addAll(setCache.cache().byIndex(Owners.BY_CONTROLLER, Owners.orphansOf(deployment.namespace())));
        var pods = new ArrayList<Pod>();
        if (Limits.isRecreate(deployment)) {
            for (var set : candidates) {
                if (Owners.isControlledBy(set, deployment)) {
                    pods.addAll(podCache.cache().byIndex(Owners.BY_CONTROLLER, set.uid()));
                }
            }
        }
        return new DeploymentPlan.Observed(deployment, candidates, pods, clock.now());
    }

    private void apply(Action action, Deployment deployment, Fence fence) {
        var namespace = deployment.namespace();
        switch (action) {
            case CreateSet(ReplicaSet set) -> create(deployment, set, fence);
            case ResizeSet resize -> resize(deployment, resize, fence);
            case UpdateSet(String name, String uid, JsonMap annotations, int minReadySeconds) -> {
                var spec = JsonMap.of("minReadySeconds", (long) minReadySeconds);
                fence.wrote(setCache, sets.patch(namespace, name, change(uid, annotations, spec)));
            }
            case DeleteSet(String name, String uid) -> delete(namespace, name, uid, fence);
            case AdoptSet(String name, String uid) -> {
                if (Adoption.isStillThere(deployments, deployment)) {
                    Adoption.adopt(sets, Deployment.KIND, deployment, name, uid)
                            .ifPresent(set -> fence.wrote(setCache, set));
                }
            }
            case ReleaseSet(String name, String uid) ->
                Adoption.release(sets, deployment, name, uid).ifPresent(set -> fence.wrote(setCache, set));
        }
    }

    private void create(Deployment deployment, ReplicaSet set, Fence fence) {
        try {
            fence.wrote(setCache, sets.create(set));
        } catch (ApiFailure failure) {
            if (failure.isAlreadyExists() && !isOurs(deployment, set)) {
                Collisions.count(deployments, deploymentCache, deployment, fence);
            } else if (!failure.isNamespaceTerminating() && !failure.isAlreadyExists()) {
                var text = "Failed to create new replica set \"" + set.name() + "\": " + failure.getMessage();
                writeStatus(
                        deployment, JsonMap.EMPTY, DeploymentStatuses.withoutSet(deployment, text, clock.now()), fence);
                events.warning(deployment, Progress.NOT_CREATED, text);
            }
            throw failure;
        }
        int size = set.spec().replicas();
        if (size > 0) {
            events.normal(
                    deployment, "ScalingReplicaSet", "Scaled up replica set " + set.name() + " from 0 to " + size);
        }
    }

    /** Whether the set that has the name is the one that was to be created, which the cache has yet to show. */
    private boolean isOurs(Deployment deployment, ReplicaSet wanted) {
        return sets.find(wanted.namespace(), wanted.name())
                .filter(found -> Owners.isControlledBy(found, deployment)
                        && Template.of(found.spec().template())
                                .equals(Template.of(wanted.spec().template())))
                .isPresent();
    }

    /** The revision goes with the status, as upstream has it: an annotation that is written otherwise counts a generation. */
    private void writeStatus(Deployment deployment, DeploymentPlan plan, Fence fence) {
        var annotations = plan.revision().stream()
                .mapToObj(revision -> JsonMap.of(Annotations.REVISION, Long.toString(revision)))
                .findFirst()
                .orElse(JsonMap.EMPTY);
        writeStatus(deployment, annotations, plan.isHalfway() ? deployment.status() : plan.status(), fence);
    }

    private void writeStatus(Deployment deployment, JsonMap annotations, DeploymentStatus status, Fence fence) {
        StatusPatch.of(deployment.uid(), annotations, deployment.status().tree(), status.tree())
                .ifPresent(patch -> fence.wrote(
                        deploymentCache, deployments.patchStatus(deployment.namespace(), deployment.name(), patch)));
    }

    private void resize(Deployment deployment, ResizeSet resize, Fence fence) {
        var spec = JsonMap.of("replicas", (long) resize.to());
        var patch = change(resize.uid(), resize.annotations(), spec);
        fence.wrote(setCache, sets.patch(deployment.namespace(), resize.name(), patch));
        if (resize.from() != resize.to()) {
            events.normal(
                    deployment,
                    "ScalingReplicaSet",
                    (resize.to() > resize.from() ? "Scaled up" : "Scaled down") + " replica set " + resize.name()
                            + " from " + resize.from() + " to " + resize.to());
        }
    }

    private void delete(String namespace, String name, String uid, Fence fence) {
        try {
            sets.delete(namespace, name, Deletion.ofUid(uid));
        } catch (ApiFailure failure) {
            if (!failure.isNotFound()) {
                throw failure;
            }
        }
        fence.deleted(setCache, new Key(namespace, name), uid);
    }

    /** A change of annotations and spec of the object with this uid, whatever its resource version. */
    private static Patch change(String uid, JsonMap annotations, JsonMap spec) {
        var metadata = JsonMap.of("uid", uid, "annotations", annotations);
        var body = JsonMap.of("metadata", metadata);
        return new Patch.Merge(spec.isEmpty() ? body : body.with("spec", spec));
    }
}
