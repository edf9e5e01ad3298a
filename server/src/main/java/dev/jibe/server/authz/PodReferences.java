package dev.jibe.server.authz;

import dev.jibe.object.JsonMap;
import java.util.List;
import java.util.stream.Stream;

/** The objects that a pod names, and that its node therefore has to see. */
final class PodReferences {

    private static final List<String> CONTAINERS = List.of("initContainers", "containers", "ephemeralContainers");

    /** Volumes with the place of the secret that they name. */
    private static final List<List<String>> VOLUME_SECRETS = List.of(
            List.of("secret", "secretName"),
            List.of("azureFile", "secretName"),
            List.of("cephfs", "secretRef", "name"),
            List.of("cinder", "secretRef", "name"),
            List.of("flexVolume", "secretRef", "name"),
            List.of("iscsi", "secretRef", "name"),
            List.of("rbd", "secretRef", "name"),
            List.of("scaleIO", "secretRef", "name"),
            List.of("storageos", "secretRef", "name"),
            List.of("csi", "nodePublishSecretRef", "name"));

    private PodReferences() {}

    static boolean secret(JsonMap pod, String name) {
        var spec = pod.map("spec");
        return spec.list("imagePullSecrets")
                        .maps()
                        .anyMatch(each -> each.string("name").equals(name))
                || containers(spec).anyMatch(each -> inEnvironment(each, "secretKeyRef", "secretRef", name))
                || volumes(spec).anyMatch(volume -> volumeSecret(volume, name))
                || projected(spec)
                        .anyMatch(source -> source.map("secret").string("name").equals(name));
    }

    private static boolean volumeSecret(JsonMap volume, String name) {
        return VOLUME_SECRETS.stream().anyMatch(path -> name.equals(volume.at(path.toArray(String[]::new))));
    }

    static boolean configMap(JsonMap pod, String name) {
        var spec = pod.map("spec");
        return containers(spec).anyMatch(each -> inEnvironment(each, "configMapKeyRef", "configMapRef", name))
                || volumes(spec)
                        .anyMatch(each -> each.map("configMap").string("name").equals(name))
                || projected(spec)
                        .anyMatch(each -> each.map("configMap").string("name").equals(name));
    }

    static boolean claim(JsonMap pod, String name) {
        var own = pod.map("metadata").string("name");
        return volumes(pod.map("spec"))
                .anyMatch(volume ->
                        volume.map("persistentVolumeClaim").string("claimName").equals(name)
                                || (volume.has("ephemeral") && name.equals(own + "-" + volume.string("name"))));
    }

    static boolean resourceClaim(JsonMap pod, String name) {
        var status = pod.map("status");
        return pod.map("spec")
                        .list("resourceClaims")
                        .maps()
                        .anyMatch(each -> each.string("resourceClaimName").equals(name))
                || status.list("resourceClaimStatuses")
                        .maps()
                        .anyMatch(each -> each.string("resourceClaimName").equals(name))
                || status.map("extendedResourceClaimStatus")
                        .string("resourceClaimName")
                        .equals(name);
    }

    static boolean serviceAccount(JsonMap pod, String name) {
        return pod.map("spec").string("serviceAccountName").equals(name);
    }

    private static Stream<JsonMap> containers(JsonMap spec) {
        return CONTAINERS.stream().flatMap(key -> spec.list(key).maps());
    }

    private static Stream<JsonMap> volumes(JsonMap spec) {
        return spec.list("volumes").maps();
    }

    private static Stream<JsonMap> projected(JsonMap spec) {
        return volumes(spec)
                .flatMap(volume -> volume.map("projected").list("sources").maps());
    }

    private static boolean inEnvironment(JsonMap container, String key, String whole, String name) {
        return container
                        .list("env")
                        .maps()
                        .anyMatch(each ->
                                each.map("valueFrom").map(key).string("name").equals(name))
                || container
                        .list("envFrom")
                        .maps()
                        .anyMatch(each -> each.map(whole).string("name").equals(name));
    }
}
