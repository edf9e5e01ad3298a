package dev.jibe.server.admission;

import dev.jibe.object.JsonMap;
import java.util.Map;

/**
 * Gives objects the finalizers that keep them as long as they are in use.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/concepts/storage/persistent-volumes/#storage-object-in-use-protection">Storage Object
 * in Use Protection</a>.
 */
public final class ObjectInUseProtection implements Admission.Mutating {

    private final Map<String, String> finalizers;

    private ObjectInUseProtection(Map<String, String> finalizers) {
        this.finalizers = finalizers;
    }

    /** Of volumes, claims and volume attributes classes. */
    static ObjectInUseProtection ofStorage() {
        return new ObjectInUseProtection(Map.of(
                "persistentvolumes", "kubernetes.io/pv-protection",
                "persistentvolumeclaims", "kubernetes.io/pvc-protection",
                "volumeattributesclasses.storage.k8s.io", "kubernetes.io/vac-protection"));
    }

    /** Of groups of pods. */
    static ObjectInUseProtection ofPodGroups() {
        return new ObjectInUseProtection(
                Map.of("podgroups.scheduling.k8s.io", "scheduling.k8s.io/podgroup-protection"));
    }

    @Override
    public JsonMap mutate(Attributes attributes) {
        var object = attributes.object();
        var finalizer = finalizers.get(attributes.resource().info().groupResource());
        if (finalizer == null
                || !attributes.isCreate()
                || !attributes.subresource().isEmpty()) {
            return object;
        }
        var there = object.map("metadata").list("finalizers");
        return there.stream().anyMatch(finalizer::equals)
                ? object
                : object.with("metadata", object.map("metadata").with("finalizers", there.with(finalizer)));
    }
}
