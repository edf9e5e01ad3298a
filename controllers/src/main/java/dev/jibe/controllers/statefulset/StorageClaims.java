package dev.jibe.controllers.statefulset;

import dev.jibe.controllers.ownership.Owners;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.apps.v1.StatefulSet;
import dev.jibe.object.api.meta.v1.OwnerReference;
import dev.jibe.object.api.v1.PersistentVolumeClaim;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.view.ApiObject;
import dev.jibe.object.view.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

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
     * The claim as its owners should be; nothing if they are so already, or if they are of the time before this set or pod,
     * which the garbage collector sees to.
     *
     * @param pod the pod of the claim
     * @param condemned whether the pod's ordinal is beyond the number of replicas
     */
    static Optional<PersistentVolumeClaim> owned(
            PersistentVolumeClaim claim, StatefulSet set, Pod pod, boolean condemned) {
        if (isStale(claim, set, pod)) {
            return Optional.empty();
        }
        var owners = new ArrayList<>(claim.metadata().ownerReferences());
        var ours = owners.stream()
                .filter(owner -> names(owner, StatefulSet.KIND, set) || names(owner, Pod.KIND, pod))
                .toList();
        var wanted = isTaken(claim, set, pod) ? List.<OwnerReference>of() : wanted(set, pod, condemned);
        boolean isRight =
                ours.stream().allMatch(OwnerReference::controller) && uids(ours).equals(uids(wanted));
        if (isRight) {
            return Optional.empty();
        }
        owners.removeAll(ours);
        owners.addAll(wanted);
        var metadata = claim.metadata();
        return Optional.of(claim.withMetadata(
                owners.isEmpty() ? metadata.withoutOwnerReferences() : metadata.withOwnerReferences(owners)));
    }

    private static List<OwnerReference> wanted(StatefulSet set, Pod pod, boolean condemned) {
        var policy = set.spec().persistentVolumeClaimRetentionPolicy();
        if (condemned && policy.whenScaled().equals(DELETE)) {
            return List.of(Owners.controllerReference(Pod.KIND, pod));
        }
        return policy.whenDeleted().equals(DELETE)
                ? List.of(Owners.controllerReference(StatefulSet.KIND, set))
                : List.of();
    }

    /** Whether somebody else decides when the claim goes, so that the set, which would have it go some day, leaves it. */
    static boolean isTaken(PersistentVolumeClaim claim, StatefulSet set, Pod pod) {
        var policy = set.spec().persistentVolumeClaimRetentionPolicy();
        boolean goes =
                policy.whenScaled().equals(DELETE) || policy.whenDeleted().equals(DELETE);
        return goes
                && (isStale(claim, set, pod)
                        || claim.metadata().ownerReferences().stream()
                                .anyMatch(owner -> owner.controller()
                                        && !names(owner, StatefulSet.KIND, set)
                                        && !names(owner, Pod.KIND, pod)));
    }

    /** Whether a claim that goes with its pod belongs to an earlier one of the same name. */
    static boolean isOfEarlier(PersistentVolumeClaim claim, StatefulSet set, String podName) {
        return set.spec().persistentVolumeClaimRetentionPolicy().whenScaled().equals(DELETE)
                && claim.metadata().ownerReferences().stream().anyMatch(owner -> names(owner, Pod.KIND, podName));
    }

    /** Whether an owner is called as the set or the pod, but is another. */
    private static boolean isStale(PersistentVolumeClaim claim, StatefulSet set, Pod pod) {
        return claim.metadata().ownerReferences().stream()
                .anyMatch(owner ->
                        names(owner, StatefulSet.KIND, set) && !owner.uid().equals(set.uid())
                                || names(owner, Pod.KIND, pod) && !owner.uid().equals(pod.uid()));
    }

    private static Set<String> uids(List<OwnerReference> owners) {
        return owners.stream().map(OwnerReference::uid).collect(Collectors.toSet());
    }

    private static boolean names(OwnerReference owner, Kind<?> kind, ApiObject object) {
        return names(owner, kind, object.name());
    }

    private static boolean names(OwnerReference owner, Kind<?> kind, String name) {
        return owner.kind().equals(kind.kind())
                && owner.apiVersion().equals(kind.apiVersion())
                && owner.name().equals(name);
    }
}
