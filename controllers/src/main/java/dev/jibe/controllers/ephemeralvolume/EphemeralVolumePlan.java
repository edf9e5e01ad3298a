package dev.jibe.controllers.ephemeralvolume;

import dev.jibe.controllers.ownership.Owners;
import dev.jibe.controllers.pods.PodState;
import dev.jibe.object.api.v1.PersistentVolumeClaim;
import dev.jibe.object.api.v1.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The claims that a pod lacks for its ephemeral volumes, decided from what was read and nothing else.
 *
 * @param taken names of claims that somebody else has
 */
record EphemeralVolumePlan(List<PersistentVolumeClaim> missing, List<String> taken) {

    EphemeralVolumePlan {
        missing = List.copyOf(missing);
        taken = List.copyOf(taken);
    }

    /** @param claims the claims of the pod's namespace, by name */
    static EphemeralVolumePlan of(Pod pod, Map<String, PersistentVolumeClaim> claims) {
        var missing = new ArrayList<PersistentVolumeClaim>();
        var taken = new ArrayList<String>();
        if (pod.isTerminating() || PodState.isFinished(pod)) {
            return new EphemeralVolumePlan(missing, taken);
        }
        for (var volume : pod.spec().volumes()) {
            if (volume.hasEphemeral()) {
                var name = pod.name() + "-" + volume.name();
                var there = claims.get(name);
                if (there == null) {
                    var template = volume.ephemeral().volumeClaimTemplate();
                    var metadata = template.metadata()
                            .withName(name)
                            .withNamespace(pod.namespace())
                            .withOwnerReferences(List.of(Owners.controllerReference(Pod.KIND, pod)));
                    missing.add(new PersistentVolumeClaim(PersistentVolumeClaim.KIND
                                    .create("", "")
                                    .tree()
                                    .with("spec", template.spec().tree()))
                            .withMetadata(metadata));
                } else if (!Owners.isControlledBy(there, pod)) {
                    taken.add(name);
                }
            }
        }
        return new EphemeralVolumePlan(missing, taken);
    }
}
