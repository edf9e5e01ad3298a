package dev.jibe.controllers.garbagecollector;

import dev.jibe.client.AnyObject;
import dev.jibe.client.Patch;
import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.meta.v1.OwnerReference;
import java.util.List;
import java.util.Set;

/**
 * Changes of owner references and finalizers.
 *
 * <p>They are merge patches, because custom resources take no others, and so replace whole lists; the resource version
 * in them has the API refuse what was decided on another state.
 */
final class MetadataPatch {

    private MetadataPatch() {}

    static Patch withoutOwners(AnyObject object, Set<String> uids) {
        return owners(
                object,
                object.metadata().ownerReferences().stream()
                        .filter(reference -> !uids.contains(reference.uid()))
                        .toList());
    }

    /** The object as one for which the owner need not wait. */
    static Patch unblocked(AnyObject object, String ownerUid) {
        return owners(
                object,
                object.metadata().ownerReferences().stream()
                        .map(reference ->
                                reference.uid().equals(ownerUid) ? reference.withBlockOwnerDeletion(false) : reference)
                        .toList());
    }

    static Patch withoutFinalizer(AnyObject object, String finalizer) {
        var rest = object.metadata().finalizers().stream()
                .filter(other -> !other.equals(finalizer))
                .toList();
        return patch(object, "finalizers", JsonList.copyOf(rest));
    }

    private static Patch owners(AnyObject object, List<OwnerReference> references) {
        return patch(
                object,
                "ownerReferences",
                JsonList.copyOf(references.stream().map(OwnerReference::tree).toList()));
    }

    private static Patch patch(AnyObject object, String field, JsonList value) {
        var metadata = JsonMap.of("uid", object.uid(), "resourceVersion", object.resourceVersion())
                .with(field, value);
        return new Patch.Merge(JsonMap.of("metadata", metadata));
    }
}
