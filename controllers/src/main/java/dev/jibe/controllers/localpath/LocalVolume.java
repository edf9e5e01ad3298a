package dev.jibe.controllers.localpath;

import dev.jibe.client.events.EventRecorder;
import dev.jibe.client.localpath.LocalPath;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.meta.v1.ObjectMeta;
import dev.jibe.object.api.storage.v1.StorageClass;
import dev.jibe.object.api.v1.LocalVolumeSource;
import dev.jibe.object.api.v1.Node;
import dev.jibe.object.api.v1.NodeSelector;
import dev.jibe.object.api.v1.NodeSelectorRequirement;
import dev.jibe.object.api.v1.NodeSelectorTerm;
import dev.jibe.object.api.v1.PersistentVolume;
import dev.jibe.object.api.v1.PersistentVolumeClaim;
import dev.jibe.object.api.v1.PersistentVolumeSpec;
import dev.jibe.object.api.v1.VolumeNodeAffinity;
import java.util.List;

/** The volume that a claim gets on a node. */
final class LocalVolume {
    static final String PROVISIONER_ANNOTATION = "volume.kubernetes.io/storage-provisioner";

    /** Where a simulated node would have its volumes. */
    private static final String NOWHERE = "/var/lib/jibe/volumes";

    private static final String STORAGE = "storage";
    private static final String DELETE = "Delete";

    private LocalVolume() {}

    /** The name is made of the claim's uid, so that a second attempt does not make a second volume. */
    static String name(PersistentVolumeClaim claim) {
        return "pvc-" + claim.uid();
    }

    static PersistentVolume of(PersistentVolumeClaim claim, StorageClass storageClass, Node node) {
        var name = name(claim);
        var root = node.annotations().getOrDefault(LocalPath.ROOT, NOWHERE);
        var policy = storageClass.reclaimPolicy().isEmpty() ? DELETE : storageClass.reclaimPolicy();
        var metadata = ObjectMeta.EMPTY
                .withName(name)
                .withAnnotationsTree(JsonMap.of(LocalPath.PROVISIONED_BY, LocalPath.PROVISIONER));
        var size = claim.spec().resources().tree().map("requests").get(STORAGE);
        var spec = PersistentVolumeSpec.EMPTY
                .withCapacityTree(JsonMap.of(STORAGE, size == null ? "0" : size))
                .withAccessModes(claim.spec().accessModes())
                .withPersistentVolumeReclaimPolicy(policy)
                .withStorageClassName(storageClass.name())
                .withVolumeMode("Filesystem")
                .withClaimRef(EventRecorder.reference(claim))
                .withLocal(LocalVolumeSource.EMPTY.withPath(
                        root + "/" + name + "_" + claim.namespace() + "_" + claim.name()))
                .withNodeAffinity(onlyOn(node));
        return PersistentVolume.EMPTY
                .withApiVersion(PersistentVolume.KIND.apiVersion())
                .withKind(PersistentVolume.KIND.kind())
                .withMetadata(policy.equals(DELETE) ? metadata.withFinalizers(List.of(LocalPath.FINALIZER)) : metadata)
                .withSpec(
                        storageClass.mountOptions().isEmpty()
                                ? spec
                                : spec.withMountOptions(storageClass.mountOptions()));
    }

    private static VolumeNodeAffinity onlyOn(Node node) {
        var hostname = NodeSelectorRequirement.EMPTY
                .withKey(LocalPath.HOSTNAME)
                .withOperator("In")
                .withValues(List.of(node.labels().getOrDefault(LocalPath.HOSTNAME, node.name())));
        var term = NodeSelectorTerm.EMPTY.withMatchExpressions(List.of(hostname));
        return VolumeNodeAffinity.EMPTY.withRequired(NodeSelector.EMPTY.withNodeSelectorTerms(List.of(term)));
    }
}
