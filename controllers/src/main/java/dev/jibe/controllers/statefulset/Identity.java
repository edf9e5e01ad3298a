package dev.jibe.controllers.statefulset;

import dev.jibe.controllers.pods.PodFromTemplate;
import dev.jibe.controllers.revisions.Snapshot;
import dev.jibe.object.api.apps.v1.ControllerRevision;
import dev.jibe.object.api.apps.v1.StatefulSet;
import dev.jibe.object.api.v1.PersistentVolumeClaimVolumeSource;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.api.v1.Volume;
import java.util.ArrayList;
import java.util.HashSet;

/**
 * Who a pod of a StatefulSet is: the ordinal in its name, its labels, host name and claims.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#pod-identity">Pod Identity</a>.
 */
final class Identity {
    static final String REVISION_LABEL = "controller-revision-hash";
    static final String NAME_LABEL = "statefulset.kubernetes.io/pod-name";
    static final String INDEX_LABEL = "apps.kubernetes.io/pod-index";

    private Identity() {}

    static String name(StatefulSet set, int ordinal) {
        return set.name() + "-" + ordinal;
    }

    /** The ordinal of a pod of that set; -1 if its name is not one that the set gives. */
    static int ordinal(StatefulSet set, Pod pod) {
        var prefix = set.name() + "-";
        if (!pod.name().startsWith(prefix)) {
            return -1;
        }
        var digits = pod.name().substring(prefix.length());
        if (digits.isEmpty() || digits.length() > 9 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return -1;
        }
        return Integer.parseInt(digits);
    }

    /** Whether it says who it is; the index alone may be missing, as in pods of old. */
    static boolean isLabelled(Pod pod) {
        return pod.name().equals(pod.labels().get(NAME_LABEL));
    }

    static String revisionOf(Pod pod) {
        return pod.labels().getOrDefault(REVISION_LABEL, "");
    }

    /** A pod of this ordinal by the template that a revision holds. */
    static Pod pod(StatefulSet set, ControllerRevision revision, int ordinal) {
        var pod = PodFromTemplate.of(StatefulSet.KIND, set, Snapshot.templateOf(revision));
        var name = name(set, ordinal);
        var labels = pod.metadata()
                .labelsTree()
                .with(NAME_LABEL, name)
                .with(INDEX_LABEL, Integer.toString(ordinal))
                .with(REVISION_LABEL, revision.name());
        var spec = pod.spec().withHostname(name);
        if (set.spec().hasServiceName()) {
            spec = spec.withSubdomain(set.spec().serviceName());
        }
        var volumes = new ArrayList<Volume>();
        var claimed = new HashSet<String>();
        for (var template : set.spec().volumeClaimTemplates()) {
            claimed.add(template.name());
            var source =
                    PersistentVolumeClaimVolumeSource.EMPTY.withClaimName(StorageClaims.name(template, set, ordinal));
            volumes.add(Volume.EMPTY.withName(template.name()).withPersistentVolumeClaim(source));
        }
        for (var volume : spec.volumes()) {
            if (!claimed.contains(volume.name())) {
                volumes.add(volume);
            }
        }
        spec = volumes.isEmpty() ? spec : spec.withVolumes(volumes);
        return pod.withMetadata(pod.metadata().withName(name).withLabelsTree(labels))
                .withSpec(spec);
    }
}
