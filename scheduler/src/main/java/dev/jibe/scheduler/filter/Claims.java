package dev.jibe.scheduler.filter;

import dev.jibe.object.JsonMap;
import dev.jibe.scheduler.snapshot.PodInfo;
import dev.jibe.scheduler.snapshot.Volumes;
import java.util.List;
import java.util.Optional;

/** The claims that a pod's volumes name. */
final class Claims {

    private Claims() {}

    /** The name of the claim, or an empty name if the volume is something else. */
    static String name(PodInfo pod, JsonMap volume) {
        return volume.has("ephemeral")
                ? pod.pod().name() + "-" + volume.string("name")
                : volume.map("persistentVolumeClaim").string("claimName");
    }

    /** Those that are known. */
    static List<JsonMap> of(PodInfo pod, Volumes known) {
        return pod.volumes().stream()
                .map(volume -> name(pod, volume))
                .filter(name -> !name.isEmpty())
                .map(name -> known.claim(pod.pod().namespace(), name))
                .flatMap(Optional::stream)
                .toList();
    }
}
