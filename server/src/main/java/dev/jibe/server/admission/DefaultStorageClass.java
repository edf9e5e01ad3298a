package dev.jibe.server.admission;

import dev.jibe.object.JsonMap;
import dev.jibe.store.Store;
import java.util.List;

/**
 * Gives a claim that names no storage class the default one.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/concepts/storage/persistent-volumes/#class-1">Persistent Volumes</a>.
 */
public final class DefaultStorageClass implements Admission.Mutating {

    private static final List<String> ANNOTATIONS =
            List.of("storageclass.kubernetes.io/is-default-class", "storageclass.beta.kubernetes.io/is-default-class");

    private final Store<JsonMap> store;

    public DefaultStorageClass(Store<JsonMap> store) {
        this.store = store;
    }

    @Override
    public JsonMap mutate(Attributes attributes) {
        var claim = attributes.object();
        if (!attributes.isCreate()
                || !attributes.isOf("", "persistentvolumeclaims")
                || claim.map("spec").has("storageClassName")
                || claim.map("metadata").map("annotations").has(VolumeClaimResize.OLD_CLASS)) {
            return claim;
        }
        return DefaultClass.of(store, VolumeClaimResize.CLASSES, ANNOTATIONS)
                .map(name -> claim.with("spec", claim.map("spec").with("storageClassName", name)))
                .orElse(claim);
    }
}
