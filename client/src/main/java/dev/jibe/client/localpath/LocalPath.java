package dev.jibe.client.localpath;

import dev.jibe.object.api.v1.NodeSelectorRequirement;
import dev.jibe.object.api.v1.PersistentVolume;
import java.util.List;
import java.util.Optional;

/**
 * The built-in provisioner as the API shows it: volumes that are a directory of one node. The node says in an annotation
 * where such directories go, makes the directory when a pod first uses it, and removes it when the volume is given up.
 */
public final class LocalPath {

    /** The provisioner that a StorageClass names. */
    public static final String PROVISIONER = "jibe.dev/local-path";

    /** The annotation of a Node with the directory that holds its volumes. A simulated node has none. */
    public static final String ROOT = "jibe.dev/local-path-root";

    /** Keeps a volume until its directory is removed, as external provisioners do. */
    public static final String FINALIZER = "external-provisioner.volume.kubernetes.io/finalizer";

    public static final String HOSTNAME = "kubernetes.io/hostname";

    /** The annotation by which a volume tells who made it. */
    public static final String PROVISIONED_BY = "pv.kubernetes.io/provisioned-by";

    private LocalPath() {}

    /** Whether the provisioner has made this volume. */
    public static boolean isOurs(PersistentVolume volume) {
        return PROVISIONER.equals(volume.annotations().get(PROVISIONED_BY))
                && volume.spec().hasLocal();
    }

    /** Whether the directory is to be removed, and the volume with it. */
    public static boolean isGivenUp(PersistentVolume volume) {
        boolean isHeld = !volume.isTerminating() && !volume.status().phase().equals("Released");
        return isOurs(volume)
                && volume.spec().persistentVolumeReclaimPolicy().equals("Delete")
                && !isHeld
                && !volume.status().phase().equals("Bound");
    }

    /** The value of the label {@link #HOSTNAME} of the node that has the directory. */
    public static Optional<String> hostname(PersistentVolume volume) {
        return volume.spec().nodeAffinity().required().nodeSelectorTerms().stream()
                .flatMap(term -> term.matchExpressions().stream())
                .filter(it -> it.key().equals(HOSTNAME))
                .map(NodeSelectorRequirement::values)
                .flatMap(List::stream)
                .findFirst();
    }
}
