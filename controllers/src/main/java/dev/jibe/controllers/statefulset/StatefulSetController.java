package dev.jibe.controllers.statefulset;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Resource;
import dev.jibe.client.cache.Fence;
import dev.jibe.client.cache.Informer;
import dev.jibe.client.cache.Key;
import dev.jibe.client.queue.Controller;
import dev.jibe.client.queue.Outcome;
import dev.jibe.controllers.Surroundings;
import dev.jibe.controllers.ownership.Adoption;
import dev.jibe.controllers.ownership.Owners;
import dev.jibe.controllers.pods.PodChanges;
import dev.jibe.controllers.pods.PodWrites;
import dev.jibe.controllers.revisions.Collisions;
import dev.jibe.controllers.revisions.HistoryPlan;
import dev.jibe.controllers.revisions.HistoryWrites;
import dev.jibe.controllers.revisions.Snapshot;
import dev.jibe.controllers.statefulset.Action.AdoptPod;
import dev.jibe.controllers.statefulset.Action.CreateClaims;
import dev.jibe.controllers.statefulset.Action.CreatePod;
import dev.jibe.controllers.statefulset.Action.DeletePod;
import dev.jibe.controllers.statefulset.Action.LabelPod;
import dev.jibe.controllers.statefulset.Action.ReleasePod;
import dev.jibe.controllers.statefulset.Action.TellConflict;
import dev.jibe.controllers.statefulset.Action.TellUpdate;
import dev.jibe.controllers.statefulset.Action.UpdateClaim;
import dev.jibe.controllers.status.StatusPatch;
import dev.jibe.object.api.apps.v1.StatefulSet;
import dev.jibe.object.api.apps.v1.StatefulSetStatus;
import dev.jibe.object.api.v1.PersistentVolumeClaim;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.selector.LabelSelector;
import dev.jibe.runtime.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The shell of the StatefulSet controller. */
public final class StatefulSetController {
    private static final String HASH_LABEL = "controller.kubernetes.io/hash";

    private final Resource<StatefulSet> sets;
    private final Informer<StatefulSet> setCache;
    private final Informer<Pod> podCache;
    private final Informer<PersistentVolumeClaim> claimCache;
    private final HistoryWrites history;
    private final PodWrites pods;
    private final StatefulSetWrites writes;
    private final Clock clock;
    private final boolean several;

    private StatefulSetController(Surroundings surroundings, boolean several) {
        this.several = several;
        sets = surroundings.client().of(StatefulSet.KIND);
        setCache = surroundings.informer(StatefulSet.KIND);
        podCache = surroundings.informer(Pod.KIND);
        claimCache = surroundings.informer(PersistentVolumeClaim.KIND);
        history = new HistoryWrites(surroundings);
        var events = surroundings.events("statefulset-controller");
        pods = new PodWrites(surroundings, events);
        writes = new StatefulSetWrites(surroundings, events);
        clock = surroundings.clock();
        podCache.addIndex(Owners.BY_CONTROLLER, Owners::controllerIndex);
    }

    /**
     * Starts it.
     *
     * @param several whether a set may have several of its pods replaced at a time
     */
    public static Controller start(Surroundings surroundings, boolean several) {
        var shell = new StatefulSetController(surroundings, several);
        return surroundings.running(surroundings
                .controller("statefulset")
                .on(shell.setCache)
                .ownerOf(shell.podCache, StatefulSet.KIND)
                .ownerOf(shell.history.cache(), StatefulSet.KIND)
                .mapped(
                        shell.podCache,
                        pod -> Adoption.candidates(pod, shell.setCache.cache(), StatefulSetController::selector))
                .mapped(shell.claimCache, shell::whoClaims)
                .start(shell::reconcile));
    }

    /** The sets that may wait for a claim to go. */
    private List<Key> whoClaims(PersistentVolumeClaim claim) {
        return setCache.cache().inNamespace(claim.namespace()).stream()
                .filter(set -> set.spec().volumeClaimTemplates().stream()
                        .anyMatch(template -> claim.name().startsWith(template.name() + "-" + set.name() + "-")))
                .map(Key::of)
                .toList();
    }

    private static LabelSelector selector(StatefulSet set) {
        return LabelSelector.of(set.spec().selector().tree());
    }

    private Outcome reconcile(Key key, Fence fence) {
        var found = setCache.cache().get(key);
        if (found.isEmpty()) {
            return Outcome.DONE;
        }
        var set = found.get();
        var past = HistoryPlan.of(new HistoryPlan.Observed(
                StatefulSet.KIND,
                set,
                selector(set),
                set.spec().template(),
                () -> Snapshot.of(set.spec().template()).hash(set.status().collisionCount()),
                HASH_LABEL,
                history.candidates(set)));
        if (!set.isTerminating()) {
            past.actions()
                    .forEach(it -> history.apply(
                            it, StatefulSet.KIND, set, fence, () -> Collisions.count(sets, setCache, set, fence)));
        }
        var plan = StatefulSetPlan.of(observe(set, past));
        var failure = apply(plan, set, fence);
        if (failure.isPresent()
                || !plan.scales()
                || set.status().currentRevision().isEmpty()) {
            writeStatus(set, plan.status(), fence);
        }
        trim(set, past, plan, fence);
        return failure.<Outcome>map(Outcome::retry)
                .orElseGet(() -> plan.recheck().map(Outcome::again).orElse(Outcome.DONE));
    }

    private Observed observe(StatefulSet set, HistoryPlan past) {
        var candidates = new ArrayList<>(podCache.cache().byIndex(Owners.BY_CONTROLLER, set.uid()));
        candidates.addAll(podCache.cache().byIndex(Owners.BY_CONTROLLER, Owners.orphansOf(set.namespace())));
        var current = past.held().stream()
                .filter(it -> it.name().equals(set.status().currentRevision()))
                .findFirst()
                .orElse(past.present());
        return new Observed(set, current, past.present(), candidates, claims(set), several, clock.now());
    }

    private Map<String, PersistentVolumeClaim> claims(StatefulSet set) {
        var claims = new HashMap<String, PersistentVolumeClaim>();
        if (set.spec().hasVolumeClaimTemplates()) {
            claimCache.cache().inNamespace(set.namespace()).forEach(claim -> claims.put(claim.name(), claim));
        }
        return claims;
    }

    private Optional<ApiFailure> apply(StatefulSetPlan plan, StatefulSet set, Fence fence) {
        var changes = new PodChanges();
        for (var action : plan.actions()) {
            switch (action) {
                case CreatePod create -> changes.create(() -> writes.create(set, create, fence));
                case CreateClaims(String pod, List<PersistentVolumeClaim> claims) ->
                    changes.create(() -> writes.create(set, pod, claims, fence));
                case UpdateClaim(PersistentVolumeClaim claim) -> writes.update(claim, fence);
                case LabelPod label -> writes.label(set, label, fence);
                case DeletePod(String name, String uid) -> changes.delete(() -> writes.delete(set, name, uid, fence));
                case TellUpdate(String pod) -> writes.updated(set, pod);
                case TellConflict(String claim) -> writes.conflict(set, claim);
                case AdoptPod(String name, String uid) -> {
                    if (Adoption.isStillThere(sets, set)) {
                        pods.adopt(StatefulSet.KIND, set, name, uid, fence);
                    }
                }
                case ReleasePod(String name, String uid) -> pods.release(set, name, uid, fence);
            }
        }
        return changes.carryOut();
    }

    private void trim(StatefulSet set, HistoryPlan past, StatefulSetPlan plan, Fence fence) {
        var inUse = plan.held().stream().map(Identity::revisionOf).collect(Collectors.toSet());
        inUse.add(set.status().currentRevision());
        inUse.add(plan.status().currentRevision());
        past.surplus(set.spec().revisionHistoryLimit(), it -> inUse.contains(it.name()))
                .forEach(it -> history.apply(it, StatefulSet.KIND, set, fence, () -> {}));
    }

    private void writeStatus(StatefulSet set, StatefulSetStatus status, Fence fence) {
        StatusPatch.of(set.uid(), set.status().tree(), status.tree())
                .ifPresent(patch -> fence.wrote(setCache, sets.patchStatus(set.namespace(), set.name(), patch)));
    }
}
