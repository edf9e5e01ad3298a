package dev.jibe.server.admission;

import dev.jibe.object.JsonMap;
import dev.jibe.object.quantity.Quantity;
import dev.jibe.store.Store;

/**
 * Lets a claim ask for more only if its storage class allows volumes to grow.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/concepts/storage/persistent-volumes/#expanding-persistent-volumes-claims">Expanding
 * Persistent Volumes Claims</a>.
 */
public final class VolumeClaimResize implements Admission.Validating {

    static final String OLD_CLASS = "volume.beta.kubernetes.io/storage-class";
    static final String CLASSES = "storageclasses.storage.k8s.io";

    private final Store<JsonMap> store;

    public VolumeClaimResize(Store<JsonMap> store) {
        this.store = store;
    }

    private static Quantity size(JsonMap claim) {
        var text = claim.map("spec").map("resources").map("requests").string("storage");
        return text.isEmpty() ? Quantity.ZERO : Quantity.parse(text);
    }

    private static String storageClass(JsonMap claim) {
        var annotations = claim.map("metadata").map("annotations");
        return annotations.has(OLD_CLASS)
                ? annotations.string(OLD_CLASS)
                : claim.map("spec").string("storageClassName");
    }

    @Override
    public void validate(Attributes attributes) {
        if (!attributes.isUpdate() || !attributes.isOf("", "persistentvolumeclaims")) {
            return;
        }
        var old = attributes.old();
        if (size(attributes.object()).compareTo(size(old)) <= 0) {
            return;
        }
        if (!old.map("status").string("phase").equals("Bound")) {
            throw attributes.forbidden("Only bound persistent volume claims can be expanded");
        }
        var name = storageClass(attributes.object());
        var entry = name.isEmpty() ? null : store.latest().get(CLASSES, name);
        boolean allowed =
                entry != null && name.equals(storageClass(old)) && entry.value().bool("allowVolumeExpansion");
        if (!allowed) {
            throw attributes.forbidden("only dynamically provisioned pvc can be resized and the storageclass that"
                    + " provisions the pvc must support resize");
        }
    }
}
