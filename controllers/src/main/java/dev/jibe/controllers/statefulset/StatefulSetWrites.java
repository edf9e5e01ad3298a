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
import java.util.List;

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

    void create(StatefulSet set, Pod pod, List<PersistentVolumeClaim> missing, Fence fence) {
        create(set, pod.name(), missing, fence);
        var text = "Create Pod " + pod.name() + " in StatefulSet " + set.name();
        try {
            fence.wrote(podCache, pods.create(pod));
            events.normal(set, CREATED, text + " successful");
        } catch (ApiFailure failure) {
            if (!failure.isNamespaceTerminating()) {
                events.warning(set, NOT_CREATED, text + " failed error: " + failure.getMessage());
            }
            throw failure;
        }
    }

    void create(StatefulSet set, String pod, List<PersistentVolumeClaim> missing, Fence fence) {
        for (var claim : missing) {
            var text = "Create Claim " + claim.name();
            try {
                fence.wrote(claimCache, claims.create(claim));
                events.normal(set, CREATED, text + " Pod " + pod + " in StatefulSet " + set.name() + " success");
            } catch (ApiFailure failure) {
                if (!failure.isAlreadyExists()) {
                    var where = " for Pod " + pod + " in StatefulSet " + set.name();
                    events.warning(set, NOT_CREATED, text + where + " failed error: " + failure.getMessage());
                    throw failure;
                }
            }
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
        events.normal(
                set,
                "SuccessfulUpdate",
                "Update Pod " + label.name() + " in StatefulSet " + set.name() + " successful");
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

    void replace(StatefulSet set, Action.ReplacePod replace, Fence fence) {
        var text = "StatefulSet " + set.namespace() + "/" + set.name() + " is recreating ";
        if (replace.failed()) {
            events.warning(set, "RecreatingFailedPod", text + "failed Pod " + replace.name());
        } else {
            events.normal(set, "RecreatingTerminatedPod", text + "terminated Pod " + replace.name());
        }
        delete(set, replace.name(), replace.uid(), fence);
    }
}
