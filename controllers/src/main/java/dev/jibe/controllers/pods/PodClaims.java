package dev.jibe.controllers.pods;

import dev.jibe.object.api.v1.Pod;
import java.util.Set;
import java.util.stream.Collectors;

/** The names of the claims whose volumes a pod mounts, those made for its ephemeral volumes included. */
public final class PodClaims {

    private PodClaims() {}

    public static Set<String> of(Pod pod) {
        return pod.spec().volumes().stream()
                .filter(volume -> volume.hasPersistentVolumeClaim() || volume.hasEphemeral())
                .map(volume -> volume.hasEphemeral()
                        ? pod.name() + "-" + volume.name()
                        : volume.persistentVolumeClaim().claimName())
                .collect(Collectors.toSet());
    }
}
