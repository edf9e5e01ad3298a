package dev.jibe.controllers.daemonset;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Resource;
import dev.jibe.client.cache.Change;
import dev.jibe.client.cache.Fence;
import dev.jibe.client.cache.Informer;
import dev.jibe.client.cache.Key;
import dev.jibe.client.events.EventRecorder;
import dev.jibe.client.queue.Controller;
import dev.jibe.client.queue.Outcome;
import dev.jibe.controllers.Surroundings;
import dev.jibe.controllers.daemonset.Action.AdoptPod;
import dev.jibe.controllers.daemonset.Action.CreatePod;
import dev.jibe.controllers.daemonset.Action.DeletePod;
import dev.jibe.controllers.daemonset.Action.ReleasePod;
import dev.jibe.controllers.daemonset.Action.ReplacePod;
import dev.jibe.controllers.ownership.Adoption;
import dev.jibe.controllers.ownership.Owners;
import dev.jibe.controllers.pods.PodChanges;
import dev.jibe.controllers.pods.PodWrites;
import dev.jibe.controllers.revisions.Collisions;
import dev.jibe.controllers.revisions.HistoryPlan;
import dev.jibe.controllers.revisions.HistoryWrites;
import dev.jibe.controllers.status.StatusPatch;
import dev.jibe.controllers.templates.TemplateHash;
import dev.jibe.object.api.apps.v1.DaemonSet;
import dev.jibe.object.api.apps.v1.DaemonSetStatus;
import dev.jibe.object.api.v1.Node;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.selector.LabelSelector;
import dev.jibe.runtime.Clock;
import java.util.ArrayList;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** The shell of the DaemonSet controller. */
public final class DaemonSetController {
    private final Resource<DaemonSet> sets;
    private final Informer<DaemonSet> setCache;
    private final Informer<Pod> podCache;
    private final Informer<Node> nodeCache;
    private final HistoryWrites history;
    private final PodWrites pods;
    private final EventRecorder events;
    private final Clock clock;
    private final FailedPods failed = new FailedPods();

    private DaemonSetController(Surroundings surroundings) {
        sets = surroundings.client().of(DaemonSet.KIND);
        setCache = surroundings.informer(DaemonSet.KIND);
        podCache = surroundings.informer(Pod.KIND);
        nodeCache = surroundings.informer(Node.KIND);
        history = new HistoryWrites(surroundings);
        events = surroundings.events("daemonset-controller");
        pods = new PodWrites(surroundings, events);
        clock = surroundings.clock();
        podCache.addIndex(Owners.BY_CONTROLLER, Owners::controllerIndex);
    }

    public static Controller start(Surroundings surroundings) {
        var shell = new DaemonSetController(surroundings);
        var controller = surroundings.running(surroundings
                .controller("daemonset")
                .on(shell.setCache)
                .ownerOf(shell.podCache, DaemonSet.KIND)
                .ownerOf(shell.history.cache(), DaemonSet.KIND)
                .mapped(
                        shell.podCache,
                        pod -> Adoption.candidates(pod, shell.setCache.cache(), DaemonSetController::selector))
                .reads(shell.nodeCache)
                .start(shell::reconcile));
        shell.nodeCache.onChange(change -> {
            if (isOfInterest(change)) {
                shell.setCache.cache().all().forEach(set -> controller.add(Key.of(set)));
            }
        });
        return controller;
    }

    /** Heartbeats are not: only what decides whether pods belong on a node. */
    private static boolean isOfInterest(Change<Node> change) {
        return switch (change) {
            case Change.Added<Node> added -> true;
            case Change.Deleted<Node> deleted -> true;
            case Change.Updated<Node>(Node before, Node now) ->
                !before.metadata().labelsTree().equals(now.metadata().labelsTree())
                        || !before.spec().taints().equals(now.spec().taints());
        };
    }

    private static LabelSelector selector(DaemonSet set) {
        return LabelSelector.of(set.spec().selector().tree());
    }

    private Outcome reconcile(Key key, Fence fence) {
        var found = setCache.cache().get(key);
        if (found.isEmpty()) {
            failed.forget(key.toString());
            return Outcome.DONE;
        }
        var set = found.get();
        if (selector(set).isEmpty()) {
            events.warning(
                    set, "SelectingAll", "This daemon set is selecting all pods. A non-empty selector is required.");
            return Outcome.DONE;
        }
        if (set.isTerminating()) {
            return Outcome.DONE;
        }
        var past = HistoryPlan.of(new HistoryPlan.Observed(
                DaemonSet.KIND,
                set,
                selector(set),
                set.spec().template(),
                () -> hash(set),
                DaemonPod.HASH_LABEL,
                history.candidates(set)));
        past.actions()
                .forEach(it -> history.apply(
                        it, DaemonSet.KIND, set, fence, () -> Collisions.count(sets, setCache, set, fence)));
        var hash = past.present().labels().getOrDefault(DaemonPod.HASH_LABEL, "");
        var plan = DaemonSetPlan.of(observe(set, hash));
        var failure = apply(plan, set, hash, fence);
        if (failure.isPresent() || !plan.scales()) {
            writeStatus(set, plan.status(), fence);
        }
        var inUse = plan.held().stream()
                .map(pod -> pod.labels().getOrDefault(DaemonPod.HASH_LABEL, ""))
                .collect(Collectors.toSet());
        past.surplus(
                        set.spec().revisionHistoryLimit(),
                        it -> inUse.contains(it.labels().getOrDefault(DaemonPod.HASH_LABEL, "")))
                .forEach(it -> history.apply(it, DaemonSet.KIND, set, fence, () -> {}));
        return failure.<Outcome>map(Outcome::retry)
                .orElseGet(() -> plan.recheck().map(Outcome::again).orElse(Outcome.DONE));
    }

    private static String hash(DaemonSet set) {
        var status = set.status();
        var collisions = status.hasCollisionCount() ? OptionalInt.of(status.collisionCount()) : OptionalInt.empty();
        return TemplateHash.of(set.spec().template(), collisions);
    }

    private Observed observe(DaemonSet set, String hash) {
        var candidates = new ArrayList<>(podCache.cache().byIndex(Owners.BY_CONTROLLER, set.uid()));
        candidates.addAll(podCache.cache().byIndex(Owners.BY_CONTROLLER, Owners.orphansOf(set.namespace())));
        var waits = failed.of(Key.of(set).toString());
        return new Observed(set, hash, nodeCache.cache().all(), candidates, waits, clock.now());
    }

    private Optional<ApiFailure> apply(DaemonSetPlan plan, DaemonSet set, String hash, Fence fence) {
        var changes = new PodChanges();
        for (var action : plan.actions()) {
            switch (action) {
                case CreatePod(String node) ->
                    changes.create(() -> pods.create(set, DaemonPod.of(set, node, hash), fence));
                case DeletePod(String name, String uid) -> changes.delete(() -> pods.delete(set, name, uid, fence));
                case ReplacePod replace -> changes.delete(() -> replace(set, replace, fence));
                case AdoptPod(String name, String uid) -> {
                    if (Adoption.isStillThere(sets, set)) {
                        pods.adopt(DaemonSet.KIND, set, name, uid, fence);
                    }
                }
                case ReleasePod(String name, String uid) -> pods.release(set, name, uid, fence);
            }
        }
        return changes.carryOut();
    }

    private void replace(DaemonSet set, ReplacePod replace, Fence fence) {
        var pod = set.namespace() + "/" + replace.name() + " on node " + replace.node();
        if (replace.failed()) {
            failed.replaced(Key.of(set).toString(), replace.node(), clock.now());
            events.warning(set, "FailedDaemonPod", "Found failed daemon pod " + pod + ", will try to kill it");
        } else {
            events.normal(set, "SucceededDaemonPod", "Found succeeded daemon pod " + pod + ", will try to delete it");
        }
        pods.delete(set, replace.name(), replace.uid(), fence);
    }

    private void writeStatus(DaemonSet set, DaemonSetStatus status, Fence fence) {
        StatusPatch.of(set.uid(), set.status().tree(), status.tree())
                .ifPresent(patch -> fence.wrote(setCache, sets.patchStatus(set.namespace(), set.name(), patch)));
    }
}
