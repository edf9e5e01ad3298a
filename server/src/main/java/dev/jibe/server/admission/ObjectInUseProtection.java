package dev.jibe.server.admission;

import dev.jibe.object.JsonMap;
import java.util.Map;

/**
 * Gives volumes, claims and volume attributes classes the finalizers that keep them as long as they are in use.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/concepts/storage/persistent-volumes/#storage-object-in-use-protection">Storage Object
 * in Use Protection</a>.
 */
public final class ObjectInUseProtection implements Admission.Mutating {

    private static final Map<String, String> FINALIZERS = Map.of(
            "persistentvolumes", "kubernetes.io/pv-protection",
            "persistentvolumeclaims", "kubernetes.io/pvc-protection",
            "volumeattributesclasses.storage.k8s.io", "kubernetes.io/vac-protection");

    @Override
    public JsonMap mutate(Attributes attributes) {
        var object = attributes.object();
        var finalizer = FINALIZERS.get(attributes.resource().info().groupResource());
        if (finalizer == null
                || !attributes.isCreate()
                || !attributes.subresource().isEmpty()) {
            return object;
        }
        var finalizers = object.map("metadata").list("finalizers");
        return finalizers.stream().anyMatch(finalizer::equals)
                ? object
                : object.with("metadata", object.map("metadata").with("finalizers", finalizers.with(finalizer)));
    }
}
