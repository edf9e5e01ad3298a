package dev.jibe.controllers.pods;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Deletion;
import dev.jibe.client.Resource;
import dev.jibe.client.cache.Fence;
import dev.jibe.client.cache.Informer;
import dev.jibe.client.cache.Key;
import dev.jibe.client.events.EventRecorder;
import dev.jibe.controllers.Surroundings;
import dev.jibe.controllers.ownership.Adoption;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.view.ApiObject;
import dev.jibe.object.view.Kind;

/** How a workload's controller creates, deletes, adopts and releases pods, and the events it tells of it. */
public final class PodWrites {
    private final Resource<Pod> pods;
    private final Informer<Pod> cache;
    private final EventRecorder events;

    public PodWrites(Surroundings surroundings, EventRecorder events) {
        this.pods = surroundings.client().of(Pod.KIND);
        this.cache = surroundings.informer(Pod.KIND);
        this.events = events;
    }

    public Pod create(ApiObject owner, Pod pod, Fence fence) {
        try {
            var created = fence.wrote(cache, pods.create(pod));
            events.normal(owner, "SuccessfulCreate", "Created pod: " + created.name());
            return created;
        } catch (ApiFailure failure) {
            if (!failure.isNamespaceTerminating()) {
                events.warning(owner, "FailedCreate", "Error creating: " + failure.getMessage());
            }
            throw failure;
        }
    }

    /** Deletes the pod if it is still the one of this uid; that it is gone already is no failure. */
    public void delete(ApiObject owner, String name, String uid, Fence fence) {
        var key = new Key(owner.namespace(), name);
        try {
            pods.delete(owner.namespace(), name, Deletion.ofUid(uid));
            fence.deleted(cache, key, uid);
            events.normal(owner, "SuccessfulDelete", "Deleted pod: " + name);
        } catch (ApiFailure failure) {
            if (failure.isNotFound()) {
                fence.deleted(cache, key, uid);
                return;
            }
            events.warning(owner, "FailedDelete", "Error deleting: " + failure.getMessage());
            throw failure;
        }
    }

    public void adopt(Kind<?> kind, ApiObject owner, String name, String uid, Fence fence) {
        Adoption.adopt(pods, kind, owner, name, uid).ifPresent(pod -> fence.wrote(cache, pod));
    }

    public void release(ApiObject owner, String name, String uid, Fence fence) {
        Adoption.release(pods, owner, name, uid).ifPresent(pod -> fence.wrote(cache, pod));
    }
}
