package dev.jibe.controllers.ephemeralvolume;

import dev.jibe.controllers.ownership.Owners;
import dev.jibe.controllers.pods.PodState;
import dev.jibe.object.api.v1.PersistentVolumeClaim;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.api.v1.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The claims that a pod lacks for its ephemeral volumes, decided from what was read and nothing else.
 *
 * @param taken the first volume whose claim somebody else has; the volumes behind it wait
 */
record EphemeralVolumePlan(List<Wanted> missing, Optional<Wanted> taken) {

    EphemeralVolumePlan {
        missing = List.copyOf(missing);
    }

    /** The claim that a volume needs. */
    record Wanted(String volume, PersistentVolumeClaim claim) {}

    /** @param claims the claims of the pod's namespace, by name */
    static EphemeralVolumePlan of(Pod pod, Map<String, PersistentVolumeClaim> claims) {
        var missing = new ArrayList<Wanted>();
        if (pod.isTerminating() || PodState.isFinished(pod)) {
            return new EphemeralVolumePlan(missing, Optional.empty());
        }
        for (var volume : pod.spec().volumes()) {
            if (volume.hasEphemeral()) {
                var wanted = new Wanted(volume.name(), claim(pod, volume));
                var there = claims.get(wanted.claim().name());
                if (there == null) {
                    missing.add(wanted);
                } else if (!Owners.isControlledBy(there, pod)) {
                    return new EphemeralVolumePlan(missing, Optional.of(wanted));
                }
            }
        }
        return new EphemeralVolumePlan(missing, Optional.empty());
    }

    private static PersistentVolumeClaim claim(Pod pod, Volume volume) {
        var template = volume.ephemeral().volumeClaimTemplate();
        var metadata = template.metadata()
                .withName(pod.name() + "-" + volume.name())
                .withNamespace(pod.namespace())
                .withOwnerReferences(List.of(Owners.controllerReference(Pod.KIND, pod)));
        return new PersistentVolumeClaim(PersistentVolumeClaim.KIND
                        .create("", "")
                        .tree()
                        .with("spec", template.spec().tree()))
                .withMetadata(metadata);
    }
}
