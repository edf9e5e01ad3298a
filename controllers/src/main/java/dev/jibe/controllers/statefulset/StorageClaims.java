package dev.jibe.controllers.statefulset;

import dev.jibe.controllers.ownership.Owners;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.apps.v1.StatefulSet;
import dev.jibe.object.api.meta.v1.OwnerReference;
import dev.jibe.object.api.v1.PersistentVolumeClaim;
import dev.jibe.object.api.v1.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The claims of a StatefulSet's pods: made from its templates, and owned by the set or by a pod where they are to be
 * deleted with it.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#persistentvolumeclaim-retention">PersistentVolumeClaim
 * retention</a>.
 */
final class StorageClaims {
    private static final String DELETE = "Delete";

    private StorageClaims() {}

    static String name(PersistentVolumeClaim template, StatefulSet set, int ordinal) {
        return template.name() + "-" + set.name() + "-" + ordinal;
    }

    /** The claims that the pod of this ordinal needs. */
    static List<PersistentVolumeClaim> of(StatefulSet set, int ordinal) {
        var result = new ArrayList<PersistentVolumeClaim>();
        for (var template : set.spec().volumeClaimTemplates()) {
            var labels = template.metadata().labelsTree();
            var merged = JsonMap.builder();
            labels.forEach(merged::put);
            set.spec().selector().matchLabelsTree().forEach(merged::put);
            var metadata = template.metadata()
                    .withName(name(template, set, ordinal))
                    .withNamespace(set.namespace())
                    .withLabelsTree(merged.build());
            result.add(new PersistentVolumeClaim(PersistentVolumeClaim.KIND
                            .create("", "")
                            .tree()
                            .with("spec", template.spec().tree()))
                    .withMetadata(metadata));
        }
        return result;
    }

    /**
     * The claim as its owners should be; nothing if they are so already, or if it is controlled by somebody else.
     *
     * @param pod the pod of the claim
     * @param condemned whether the pod's ordinal is beyond the number of replicas
     */
    static Optional<PersistentVolumeClaim> owned(
            PersistentVolumeClaim claim, StatefulSet set, Pod pod, boolean condemned) {
        var policy = set.spec().persistentVolumeClaimRetentionPolicy();
        boolean withPod = policy.whenScaled().equals(DELETE) && condemned;
        boolean withSet = policy.whenDeleted().equals(DELETE) && !withPod;
        var owners = new ArrayList<OwnerReference>();
        for (var owner : claim.metadata().ownerReferences()) {
            if (!isSet(owner, set) && !isPod(owner, pod)) {
                owners.add(owner);
            }
        }
        boolean isTaken = owners.stream().anyMatch(OwnerReference::controller);
        if (withPod && !isTaken) {
            owners.add(Owners.controllerReference(Pod.KIND, pod));
        } else if (withSet && !isTaken) {
            owners.add(Owners.controllerReference(StatefulSet.KIND, set));
        }
        if (owners.equals(claim.metadata().ownerReferences())) {
            return Optional.empty();
        }
        var metadata = claim.metadata();
        return Optional.of(claim.withMetadata(
                owners.isEmpty() ? metadata.withoutOwnerReferences() : metadata.withOwnerReferences(owners)));
    }

    /** Whether a claim belongs to an earlier pod of the same name, and is about to go as that one did. */
    static boolean isStale(PersistentVolumeClaim claim, String podName) {
        return claim.isTerminating()
                || claim.metadata().ownerReferences().stream()
                        .anyMatch(owner ->
                                owner.kind().equals("Pod") && owner.name().equals(podName));
    }

    private static boolean isSet(OwnerReference owner, StatefulSet set) {
        return owner.kind().equals(StatefulSet.KIND.kind()) && owner.name().equals(set.name());
    }

    private static boolean isPod(OwnerReference owner, Pod pod) {
        return owner.kind().equals(Pod.KIND.kind()) && owner.name().equals(pod.name());
    }
}
