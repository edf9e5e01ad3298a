package dev.jibe.server.admission;

import dev.jibe.object.JsonMap;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** To which kinds of objects of its namespace a pod refers. */
public final class PodReferences {

    private static final List<String> CONTAINERS = List.of("containers", "initContainers", "ephemeralContainers");

    /** Kinds of volumes whose drivers read a secret. */
    private static final List<String> WITH_SECRETS =
            List.of("azureFile", "cephfs", "flexVolume", "rbd", "scaleIO", "iscsi", "storageos", "cinder", "csi");

    private PodReferences() {}

    /**
     * The plural names of the kinds.
     *
     * @param spec of the pod
     */
    public static Set<String> of(JsonMap spec) {
        var kinds = new HashSet<String>();
        if (!spec.list("imagePullSecrets").isEmpty()) {
            kinds.add("secrets");
        }
        for (var list : CONTAINERS) {
            spec.list(list).maps().forEach(container -> container(container, kinds));
        }
        spec.list("volumes").maps().forEach(volume -> volume(volume, kinds));
        return kinds;
    }

    private static void container(JsonMap container, Set<String> kinds) {
        var sources = new ArrayList<JsonMap>();
        container.list("env").maps().map(env -> env.map("valueFrom")).forEach(sources::add);
        container.list("envFrom").maps().forEach(sources::add);
        for (var source : sources) {
            if (source.has("secretKeyRef") || source.has("secretRef")) {
                kinds.add("secrets");
            }
            if (source.has("configMapKeyRef") || source.has("configMapRef")) {
                kinds.add("configmaps");
            }
        }
    }

    private static void volume(JsonMap volume, Set<String> kinds) {
        if (volume.has("secret")) {
            kinds.add("secrets");
        }
        if (volume.has("configMap")) {
            kinds.add("configmaps");
        }
        if (volume.has("persistentVolumeClaim")) {
            kinds.add("persistentvolumeclaims");
        }
        for (var source : volume.map("projected").list("sources").maps().toList()) {
            if (source.has("secret")) {
                kinds.add("secrets");
            }
            if (source.has("configMap")) {
                kinds.add("configmaps");
            }
        }
        for (var driver : WITH_SECRETS) {
            var source = volume.map(driver);
            if (!source.map("secretRef").isEmpty() || source.has("secretName") || source.has("nodePublishSecretRef")) {
                kinds.add("secrets");
            }
        }
    }
}
