package dev.jibe.controllers.statefulset;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Deletion;
import dev.jibe.client.Patch;
import dev.jibe.client.Resource;
import dev.jibe.client.cache.Fence;
import dev.jibe.client.cache.Informer;
import dev.jibe.client.cache.Key;
import dev.jibe.client.events.EventRecorder;
import dev.jibe.controllers.Surroundings;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.apps.v1.StatefulSet;
import dev.jibe.object.api.v1.PersistentVolumeClaim;
import dev.jibe.object.api.v1.Pod;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a StatefulSet does to its pods and claims, and the events it tells of it. */
final class StatefulSetWrites {
    private static final String CREATED = "SuccessfulCreate";
    private static final String NOT_CREATED = "FailedCreate";

    private final Resource<Pod> pods;
    private final Resource<PersistentVolumeClaim> claims;
    private final Informer<Pod> podCache;
    private final Informer<PersistentVolumeClaim> claimCache;
    private final EventRecorder events;

    StatefulSetWrites(Surroundings surroundings, EventRecorder events) {
        pods = surroundings.client().of(Pod.KIND);
        claims = surroundings.client().of(PersistentVolumeClaim.KIND);
        podCache = surroundings.informer(Pod.KIND);
        claimCache = surroundings.informer(PersistentVolumeClaim.KIND);
        this.events = events;
    }

    void create(StatefulSet set, Action.CreatePod create, Fence fence) {
        var pod = create.pod();
        var text = "Create Pod " + pod.name() + " in StatefulSet " + set.name();
        var problems = new ArrayList<String>();
        var failures = createClaims(set, pod.name(), create.claims(), fence);
        failures.forEach(
                (claim, failure) -> problems.add("failed to create PVC " + claim + ": " + failure.getMessage()));
        create.leaving().forEach(claim -> problems.add("pvc " + claim + " is being deleted"));
        if (!problems.isEmpty()) {
            var all = problems.size() == 1 ? problems.getFirst() : "[" + String.join(", ", problems) + "]";
            events.warning(set, NOT_CREATED, text + " failed error: " + all);
            throwFirst(failures);
            return; // comes again when the claims have gone
        }
        try {
            fence.wrote(podCache, pods.create(pod));
            events.normal(set, CREATED, text + " successful");
        } catch (ApiFailure failure) {
            if (!failure.isNamespaceTerminating() && !failure.isAlreadyExists()) {
                events.warning(set, NOT_CREATED, text + " failed error: " + failure.getMessage());
            }
            throw failure;
        }
    }

    void create(StatefulSet set, String pod, List<PersistentVolumeClaim> missing, Fence fence) {
        throwFirst(createClaims(set, pod, missing, fence));
    }

    /** Creates all that it can; answers what failed, by the names of the claims. */
    private Map<String, ApiFailure> createClaims(
            StatefulSet set, String pod, List<PersistentVolumeClaim> missing, Fence fence) {
        var failures = new LinkedHashMap<String, ApiFailure>();
        for (var claim : missing) {
            var text = "Create Claim " + claim.name();
            try {
                fence.wrote(claimCache, claims.create(claim));
                events.normal(set, CREATED, text + " Pod " + pod + " in StatefulSet " + set.name() + " success");
            } catch (ApiFailure failure) {
                if (!failure.isAlreadyExists()) {
                    var where = " for Pod " + pod + " in StatefulSet " + set.name();
                    events.warning(set, NOT_CREATED, text + where + " failed error: " + failure.getMessage());
                    failures.put(claim.name(), failure);
                }
            }
        }
        return failures;
    }

    private static void throwFirst(Map<String, ApiFailure> failures) {
        for (var failure : failures.values()) {
            throw failure;
        }
    }

    void update(PersistentVolumeClaim claim, Fence fence) {
        fence.wrote(claimCache, claims.update(claim));
    }

    void label(StatefulSet set, Action.LabelPod label, Fence fence) {
        var labels =
                JsonMap.of(Identity.NAME_LABEL, label.name(), Identity.INDEX_LABEL, Integer.toString(label.ordinal()));
        var body = JsonMap.of("metadata", JsonMap.of("uid", label.uid(), "labels", labels));
        fence.wrote(podCache, pods.patch(set.namespace(), label.name(), new Patch.Merge(body)));
        updated(set, label.name());
    }

    void updated(StatefulSet set, String pod) {
        events.normal(set, "SuccessfulUpdate", "Update Pod " + pod + " in StatefulSet " + set.name() + " successful");
    }

    void conflict(StatefulSet set, String claim) {
        events.warning(
                set,
                "ConflictingController",
                "PersistentVolumeClaim " + claim
                        + " has a conflicting OwnerReference that acts as a manging controller,"
                        + " the retention policy is ignored for this claim");
    }

    void delete(StatefulSet set, String name, String uid, Fence fence) {
        var text = "Delete Pod " + name + " in StatefulSet " + set.name();
        try {
            pods.delete(set.namespace(), name, Deletion.ofUid(uid));
            events.normal(set, "SuccessfulDelete", text + " successful");
        } catch (ApiFailure failure) {
            if (!failure.isNotFound()) {
                events.warning(set, "FailedDelete", text + " failed error: " + failure.getMessage());
                throw failure;
            }
        }
        fence.deleted(podCache, new Key(set.namespace(), name), uid);
    }
}
