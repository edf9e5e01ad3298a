package dev.jibe.controllers.ownership;

import dev.jibe.object.api.meta.v1.OwnerReference;
import dev.jibe.object.view.ApiObject;
import dev.jibe.object.view.Kind;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Owner references, read and made.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/overview/working-with-objects/owners-dependents/">Owners and
 * dependents</a>.
 */
public final class Owners {

    /** Name of the index of objects by {@link #controllerIndex}. */
    public static final String BY_CONTROLLER = "controller";

    private static final String ORPHANS = "orphans/";

    private Owners() {}

    /** The reference to the one owner that controls the object. */
    public static Optional<OwnerReference> controllerOf(ApiObject object) {
        for (var reference : object.metadata().ownerReferences()) {
            if (reference.controller()) {
                return Optional.of(reference);
            }
        }
        return Optional.empty();
    }

    public static boolean isControlledBy(ApiObject object, ApiObject owner) {
        return controllerOf(object)
                .filter(reference -> reference.uid().equals(owner.uid()))
                .isPresent();
    }

    /** A reference that makes the owner the controller, and has its deletion wait for the object's. */
    public static OwnerReference controllerReference(Kind<?> kind, ApiObject owner) {
        return OwnerReference.EMPTY
                .withApiVersion(kind.apiVersion())
                .withKind(kind.kind())
                .withName(owner.name())
                .withUid(owner.uid())
                .withController(true)
                .withBlockOwnerDeletion(true);
    }

    /** The value under which an object is found by its controller's uid, or else among its namespace's orphans. */
    public static Collection<String> controllerIndex(ApiObject object) {
        return List.of(controllerOf(object).map(OwnerReference::uid).orElseGet(() -> orphansOf(object.namespace())));
    }

    /** The value of the index under which objects without a controller are found. */
    public static String orphansOf(String namespace) {
        return ORPHANS + namespace;
    }
}
