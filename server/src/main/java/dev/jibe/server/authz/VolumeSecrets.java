package dev.jibe.server.authz;

import dev.jibe.object.JsonMap;
import java.util.List;

/** The secrets that a persistent volume names for the node that mounts it. */
final class VolumeSecrets {

    private static final List<List<String>> REFERENCES = List.of(
            List.of("cephfs", "secretRef"),
            List.of("cinder", "secretRef"),
            List.of("flexVolume", "secretRef"),
            List.of("iscsi", "secretRef"),
            List.of("rbd", "secretRef"),
            List.of("scaleIO", "secretRef"),
            List.of("storageos", "secretRef"),
            List.of("csi", "nodePublishSecretRef"),
            List.of("csi", "nodeStageSecretRef"),
            List.of("csi", "nodeExpandSecretRef"));

    private VolumeSecrets() {}

    /** Whether the volume names the secret; a reference without a namespace means that of the claim. */
    static boolean names(JsonMap volume, String namespace, String name) {
        var spec = volume.map("spec");
        var own = spec.map("claimRef").string("namespace");
        var azure = spec.map("azureFile");
        if (azure.string("secretName").equals(name)
                && namespace.equals(
                        azure.string("secretNamespace").isEmpty() ? own : azure.string("secretNamespace"))) {
            return true;
        }
        return REFERENCES.stream().anyMatch(path -> {
            var reference = spec.map(path.get(0)).map(path.get(1));
            var where = reference.string("namespace").isEmpty() ? own : reference.string("namespace");
            return !name.isEmpty() && reference.string("name").equals(name) && where.equals(namespace);
        });
    }
}
