package dev.jibe.controllers.ownership;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Patch;
import dev.jibe.client.Resource;
import dev.jibe.client.cache.Cache;
import dev.jibe.client.cache.Key;
import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.selector.LabelSelector;
import dev.jibe.object.view.ApiObject;
import dev.jibe.object.view.Kind;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * How an object changes hands: who would take it, whether they still may, and the two writes, both of which name the uid of
 * the object that was looked at.
 */
public final class Adoption {

    private Adoption() {}

    /** Asks the API itself, because a cache may not know yet that the owner is being deleted. */
    public static <T extends ApiObject> boolean isStillThere(Resource<T> resource, ApiObject owner) {
        return resource.find(owner.namespace(), owner.name())
                .filter(now -> now.uid().equals(owner.uid()) && !now.isTerminating())
                .isPresent();
    }

    /** The owners that would adopt an object without a controller: those in its namespace that select it. */
    public static <T extends ApiObject> List<Key> candidates(
            ApiObject object, Cache<T> owners, Function<T, LabelSelector> selector) {
        return Owners.controllerOf(object).isPresent()
                ? List.of()
                : owners.inNamespace(object.namespace()).stream()
                        .filter(owner ->
                                selector.apply(owner).matches(object.metadata().labelsTree()))
                        .map(Key::of)
                        .toList();
    }

    /** Makes the owner the controller of an object; nothing if the object is gone, or is not that one any more. */
    public static <T extends ApiObject> Optional<T> adopt(
            Resource<T> resource, Kind<?> ownerKind, ApiObject owner, String name, String uid) {
        var reference = Owners.controllerReference(ownerKind, owner).tree();
        return patch(resource, owner.namespace(), name, uid, reference);
    }

    /** Takes the owner from among the object's owners. */
    public static <T extends ApiObject> Optional<T> release(
            Resource<T> resource, ApiObject owner, String name, String uid) {
        var reference = JsonMap.of("$patch", "delete", "uid", owner.uid());
        return patch(resource, owner.namespace(), name, uid, reference);
    }

    private static <T extends ApiObject> Optional<T> patch(
            Resource<T> resource, String namespace, String name, String uid, JsonMap reference) {
        var metadata = JsonMap.of("uid", uid, "ownerReferences", JsonList.of(reference));
        try {
            return Optional.of(resource.patch(namespace, name, new Patch.Strategic(JsonMap.of("metadata", metadata))));
        } catch (ApiFailure failure) {
            if (failure.isNotFound() || failure.isConflict() || failure.isInvalid()) {
                return Optional.empty();
            }
            throw failure;
        }
    }
}
