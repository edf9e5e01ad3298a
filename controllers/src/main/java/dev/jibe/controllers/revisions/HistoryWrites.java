package dev.jibe.controllers.revisions;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Deletion;
import dev.jibe.client.Patch;
import dev.jibe.client.Resource;
import dev.jibe.client.cache.Fence;
import dev.jibe.client.cache.Informer;
import dev.jibe.client.cache.Key;
import dev.jibe.controllers.Surroundings;
import dev.jibe.controllers.ownership.Adoption;
import dev.jibe.controllers.ownership.Owners;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.apps.v1.ControllerRevision;
import dev.jibe.object.view.ApiObject;
import dev.jibe.object.view.Kind;
import java.util.ArrayList;
import java.util.List;

/** Does what a history needs. */
public final class HistoryWrites {
    private final Resource<ControllerRevision> revisions;
    private final Informer<ControllerRevision> cache;

    public HistoryWrites(Surroundings surroundings) {
        revisions = surroundings.client().of(ControllerRevision.KIND);
        cache = surroundings.informer(ControllerRevision.KIND);
        cache.addIndex(Owners.BY_CONTROLLER, Owners::controllerIndex);
    }

    public Informer<ControllerRevision> cache() {
        return cache;
    }

    /** Every revision in its namespace that the owner controls, or that has no controller. */
    public List<ControllerRevision> candidates(ApiObject owner) {
        var candidates = new ArrayList<>(cache.cache().byIndex(Owners.BY_CONTROLLER, owner.uid()));
        candidates.addAll(cache.cache().byIndex(Owners.BY_CONTROLLER, Owners.orphansOf(owner.namespace())));
        return candidates;
    }

    /**
     * Applies one action.
     *
     * @param onCollision makes the next attempt use another name, when somebody else's revision has this one
     */
    public void apply(HistoryAction action, Kind<?> kind, ApiObject owner, Fence fence, Runnable onCollision) {
        var namespace = owner.namespace();
        switch (action) {
            case HistoryAction.Create(ControllerRevision revision) -> create(revision, owner, fence, onCollision);
            case HistoryAction.Raise(String name, String uid, long number) -> {
                var body = JsonMap.of("metadata", JsonMap.of("uid", uid), "revision", number);
                fence.wrote(cache, revisions.patch(namespace, name, new Patch.Merge(body)));
            }
            case HistoryAction.Delete(String name, String uid) -> {
                try {
                    revisions.delete(namespace, name, Deletion.ofUid(uid));
                } catch (ApiFailure failure) {
                    if (!failure.isNotFound()) {
                        throw failure;
                    }
                }
                fence.deleted(cache, new Key(namespace, name), uid);
            }
            case HistoryAction.Adopt(String name, String uid) ->
                Adoption.adopt(revisions, kind, owner, name, uid).ifPresent(it -> fence.wrote(cache, it));
            case HistoryAction.Release(String name, String uid) ->
                Adoption.release(revisions, owner, name, uid).ifPresent(it -> fence.wrote(cache, it));
        }
    }

    private void create(ControllerRevision revision, ApiObject owner, Fence fence, Runnable onCollision) {
        try {
            fence.wrote(cache, revisions.create(revision));
        } catch (ApiFailure failure) {
            if (failure.isAlreadyExists()) {
                var other = revisions.find(revision.namespace(), revision.name());
                if (other.isPresent() && !isTheSame(other.get(), revision, owner)) {
                    onCollision.run();
                }
            }
            throw failure;
        }
    }

    /** Whether the revision that has the name is the wanted one, which the cache has yet to show. */
    private static boolean isTheSame(ControllerRevision found, ControllerRevision wanted, ApiObject owner) {
        return Owners.isControlledBy(found, owner)
                && SafeHash.reduced(Snapshot.dataOf(found)).equals(SafeHash.reduced(Snapshot.dataOf(wanted)));
    }
}
